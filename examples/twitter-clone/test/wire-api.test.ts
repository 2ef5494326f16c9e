import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { startEmbeddedClone } from './support/test-clone.ts';
import { behavesAsWireApi } from './support/wire-flows.ts';

describe('the wire API on SQLite and the file system', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'export-engine-test-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  behavesAsWireApi(() => startEmbeddedClone(folder, { posts: 3000 }));
});
