import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'vitest';

const page = new URL('../../../docs/writing-an-adapter.md', import.meta.url);

/** The files that the page quotes whole, and that pass the contract in this very folder. */
const quoted = ['toy-adapter/ndjson-source.ts', 'toy-adapter.test.ts'];

describe('docs/writing-an-adapter.md', () => {
  it.each(quoted)('quotes %s as it is', async (name) => {
    const blocks = codeBlocks(await readFile(page, 'utf8'));

    const code = await readFile(new URL(name, import.meta.url), 'utf8');

    assert.ok(blocks.includes(code), `no code block of the page equals ${name}`);
  });

  it('keeps its promise of an adapter in fewer than 100 lines', async () => {
    const code = await readFile(new URL('toy-adapter/ndjson-source.ts', import.meta.url), 'utf8');

    assert.ok(code.trimEnd().split('\n').length < 100);
  });
});

function codeBlocks(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^```(?:ts|typescript)\n(.*?)^```$/gms)].map(([, code = '']) => code);
}
