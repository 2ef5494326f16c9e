import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CallFrame } from './profile-table.ts';

/** Names places in bundles by the source file they come from; esbuild begins each with its path in a comment. */
export function bundlePlaces(): (frame: CallFrame) => string {
  const bundles = new Map<string, readonly string[]>();

  return ({ url, lineNumber }) => {
    if (!(url.startsWith('file:') && url.endsWith('.mjs'))) return `${url}:${lineNumber + 1}`;
    const lines = bundles.get(url) ?? readFileSync(fileURLToPath(url), 'utf8').split('\n');
    bundles.set(url, lines);
    const source = lines.slice(0, lineNumber + 1).findLast((line) => /^\/\/ \S+\.ts$/.test(line));
    return source === undefined ? `${url}:${lineNumber + 1}` : source.slice(3);
  };
}
