import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, it } from 'vitest';
import { bundlePlaces } from './bundle-places.ts';

describe('bundlePlaces', () => {
  it('names the source file that a line of a bundle comes from', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bench-places-'));
    try {
      const path = join(folder, 'engine.mjs');
      await writeFile(path, '// packages/a.ts\nfunction a() {}\n\n// packages/b.ts\n// a comment\nfunction b() {}\n');
      const url = pathToFileURL(path).href;
      const placeOf = bundlePlaces();

      assert.equal(placeOf({ functionName: 'a', url, lineNumber: 1 }), 'packages/a.ts');
      assert.equal(placeOf({ functionName: 'b', url, lineNumber: 5 }), 'packages/b.ts');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('names the line of any other file', () => {
    assert.equal(bundlePlaces()({ functionName: 'on', url: 'node:events', lineNumber: 4 }), 'node:events:5');
  });
});
