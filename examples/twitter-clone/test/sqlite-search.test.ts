import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { SearchBackend } from '../src/search/search-backend.ts';
import { seedPosts } from '../src/search/sqlite/seed-posts.ts';
import { sqliteBackend } from '../src/search/sqlite/sqlite-backend.ts';
import { behavesAsSearch } from './support/search-cases.ts';

const count = 3000;
const { signal } = new AbortController();

describe('a search in SQLite', () => {
  let folder: string;
  let backend: SearchBackend;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'export-engine-test-'));
    const path = join(folder, 'posts.sqlite');
    await seedPosts({ path, count });
    backend = sqliteBackend({ path }) as SearchBackend;
  });
  afterAll(async () => {
    await backend.close();
    await rm(folder, { recursive: true });
  });

  behavesAsSearch(() => backend, count);

  it('takes a run of Japanese for one word, where Elasticsearch takes each character', async () => {
    const { total } = await backend.search({ phrases: ['の'] }, { page: 1, pageSize: 1, signal });

    assert.equal(total, 0);
  });
});
