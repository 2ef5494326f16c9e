import { fetchMemoryLink, type MemoryQuery, memorySink, memorySource, memoryStore } from '@export-engine/core';
import type { ExportServerOptions } from '../../src/index.ts';
import { identifyByName, type PostsBody, postsBodySchema } from './body-schema.ts';

/** Rows of the memory source: so many about "cats", and as many about "dogs". */
function postRows(count: number): readonly { readonly id: number; readonly about: string }[] {
  return Array.from({ length: count * 2 }, (_, index) => ({ id: index + 1, about: index % 2 === 0 ? 'cats' : 'dogs' }));
}

/** The file of all posts about one thing. */
export function postsCsv(count: number, about: string): string {
  const rows = postRows(count).filter((row) => row.about === about);
  return `id,about\r\n${rows.map(({ id }) => `${id},${about}\r\n`).join('')}`;
}

export type MemoryServerOptions = ExportServerOptions<PostsBody, { readonly owner: string }, MemoryQuery>;

/** A whole server in memory, with tiny parts. */
export function memoryServerOptions(rows = 100): MemoryServerOptions {
  return {
    engine: {
      source: memorySource({ rows: postRows(rows) }),
      sink: memorySink({ capabilities: { minPartBytes: 1 } }),
      store: memoryStore(),
      partBytes: 100,
      pageBytes: 100,
    },
    api: {
      identify: identifyByName,
      bodySchema: postsBodySchema,
      resolve: ({ about }) => ({ query: { where: { about } }, fileName: about }),
    },
  };
}

/** What the link of a completed export leads to. */
export function memoryFileText(options: MemoryServerOptions, url: string): string | undefined {
  const { backend } = options.engine.sink as ReturnType<typeof memorySink>;
  const file = fetchMemoryLink(backend, url);
  return file && new TextDecoder().decode(file.bytes);
}
