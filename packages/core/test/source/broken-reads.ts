import { ExportEngineError, type Page } from '@export-engine/core';
import { type BrokenSource, brokenSource, changingPages, documentsIn } from './broken-source.ts';

/** Faults in the pages of a read. */
export const brokenReads: readonly BrokenSource[] = [
  brokenSource(
    'loses a row where two pages meet',
    [
      'source.read.any-page-size',
      'source.resume.after-every-page',
      'source.resume.large-neighbours',
      'source.snapshot.keeps-removed-rows',
      'source.partitions.complete-and-disjoint',
      'source.concurrency.reads-do-not-mix',
    ],
    (source) => ({
      async *read(...inputs) {
        let isFirst = true;
        for await (const page of source.read(...inputs)) {
          const documents = documentsIn(page.rows);
          yield isFirst || documents.length === 1 ? page : withDocuments(page, documents.slice(1));
          isFirst = false;
        }
      },
    }),
  ),
  brokenSource(
    'reads the rows of a page backwards',
    [
      'source.open.fresh-view',
      'source.read.every-row-once',
      'source.read.any-page-size',
      'source.read.every-character',
      'source.resume.after-every-page',
      'source.resume.large-neighbours',
      'source.snapshot.hides-later-rows',
      'source.snapshot.keeps-removed-rows',
      'source.snapshot.independent',
      'source.partitions.in-order',
      'source.read.works-after-return',
      'source.concurrency.reads-do-not-mix',
    ],
    (source) => ({
      read: changingPages(source, (page) => withDocuments(page, documentsIn(page.rows).toReversed())),
    }),
  ),
  brokenSource(
    'reads small pages in another order',
    [
      'source.read.any-page-size',
      'source.resume.after-every-page',
      'source.resume.large-neighbours',
      'source.snapshot.keeps-removed-rows',
      'source.concurrency.reads-do-not-mix',
    ],
    (source) => ({
      async *read(...inputs) {
        for await (const page of source.read(...inputs)) {
          const isSmall = inputs[3].targetPageBytes < 5000;
          yield isSmall ? withDocuments(page, documentsIn(page.rows).toReversed()) : page;
        }
      },
    }),
  ),
  brokenSource('counts one row too many in a page', ['source.read.honest-pages'], (source) => ({
    read: changingPages(source, (page) => ({ ...page, count: page.count + 1 })),
  })),
  brokenSource(
    'ends with an empty page',
    ['source.open.empty-result', 'source.read.honest-pages', 'source.resume.at-the-end'],
    (source) => ({
      async *read(...inputs) {
        yield* source.read(...inputs);
        yield { rows: { kind: 'documents', documents: [] }, count: 0, cursor: '9007199254750000' };
      },
    }),
  ),
  brokenSource('reads everything into one page', ['source.read.follows-page-target'], (source) => ({
    read: (query, snapshot, partition, options) =>
      source.read(query, snapshot, partition, { ...options, targetPageBytes: Number.MAX_SAFE_INTEGER }),
  })),
  brokenSource('takes UTF-8 for Latin-1', ['source.read.every-character'], (source) => ({
    read: changingPages(source, (page) => {
      const text = Buffer.from(JSON.stringify(documentsIn(page.rows))).toString('latin1');
      return withDocuments(page, JSON.parse(text.replaceAll(/[\u0080-\u009f]/g, '?')) as object[]);
    }),
  })),
  brokenSource(
    'parses batches of JSON and prints them again',
    ['source.read.every-digit'],
    (source) => ({
      read: changingPages(source, (page) => {
        const bytes = new TextEncoder().encode(JSON.stringify(documentsIn(page.rows)));
        return { ...page, rows: { kind: 'json', bytes, documentPath: [] } };
      }),
    }),
    { batches: 'json' },
  ),
  brokenSource(
    'closes the view when its reader leaves early',
    ['source.read.works-after-return', 'source.abort.before', 'source.abort.read-in-flight'],
    (source, backend) => ({
      async *read(...inputs) {
        let isDone = false;
        try {
          yield* source.read(...inputs);
          isDone = true;
        } finally {
          if (!isDone) backend.snapshots.clear();
        }
      },
    }),
  ),
  brokenSource('forgets a read whose reader leaves early', ['source.read.frees-on-return'], (source) => ({
    read(...inputs) {
      const pages = source.read(...inputs)[Symbol.asyncIterator]();
      return { [Symbol.asyncIterator]: () => ({ next: () => pages.next() }) };
    },
  })),
  brokenSource(
    'keeps a handle of every read open',
    [
      'source.read.frees-on-return',
      'source.read.frees-at-the-end',
      'source.abort.before',
      'source.abort.read-in-flight',
      'source.abort.between-pages',
    ],
    (source, backend) => ({
      async *read(...inputs) {
        backend.openReads += 1;
        yield* source.read(...inputs);
      },
    }),
  ),
  brokenSource('takes a lost view for the end of the rows', ['source.close.read-after'], (source) => ({
    async *read(...inputs) {
      try {
        yield* source.read(...inputs);
      } catch (error) {
        if (!ExportEngineError.isInstance(error) || error.code !== 'EXPORT_SOURCE_CURSOR_LOST') throw error;
      }
    },
  })),
];

function withDocuments(page: Page, documents: readonly object[]): Page {
  return { ...page, rows: { kind: 'documents', documents }, count: documents.length };
}
