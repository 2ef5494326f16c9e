import { type BrokenSink, brokenSink } from './broken-sink.ts';

/** Faults in links. */
export const brokenLinks: readonly BrokenSink[] = [
  brokenSink('says in local time when a link ends', ['sink.link.fetchable'], (sink) => ({
    async link(...inputs) {
      const { url, expiresAt } = await sink.link(...inputs);
      return { url, expiresAt: expiresAt.replace('Z', '+00:00') };
    },
  })),
  brokenSink(
    'links to another file',
    ['sink.link.fetchable', 'sink.link.file-name', 'sink.link.expires', 'sink.link.capped'],
    (sink, backend) => ({
      async link(...inputs) {
        const link = await sink.link(...inputs);
        backend.links.delete(link.url);
        return link;
      },
    }),
  ),
  brokenSink('drops what is not ASCII from a file name', ['sink.link.file-name'], (sink) => ({
    link: (file, { fileName, ...options }) =>
      sink.link(file, { ...options, fileName: fileName.replaceAll(/[^ -~]/g, '') }),
  })),
  brokenSink('makes links that never end', ['sink.link.expires'], (sink, backend) => ({
    async link(...inputs) {
      const link = await sink.link(...inputs);
      const entry = backend.links.get(link.url);
      if (entry !== undefined) backend.links.set(link.url, { ...entry, expiresAt: Number.POSITIVE_INFINITY });
      return link;
    },
  })),
  brokenSink('promises links a longer life than they have', ['sink.link.capped'], (sink) => ({
    async link(file, options) {
      const link = await sink.link(file, options);
      return { ...link, expiresAt: new Date(Date.now() + options.expiresInSeconds * 1000).toISOString() };
    },
  })),
  brokenSink('links to a file that is gone', ['sink.link.file-gone'], (sink, backend) => ({
    async link(file, options) {
      if (backend.files.has(file.key)) return sink.link(file, options);
      return { url: 'memory:nowhere', expiresAt: new Date().toISOString() };
    },
  })),
];
