import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

/** Asserts that a file beside this one is, word for word, an example of the README. */
export async function assertInReadme(file: string): Promise<void> {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const code = await readFile(new URL(file, import.meta.url), 'utf8');
  assert.ok(readme.includes(`\`\`\`ts\n${code}\`\`\``), `${file} is not in the README`);
}
