import { memorySource, type Snapshot } from '@export-engine/core';
import { type BrokenSource, brokenSource } from './broken-source.ts';

/** Faults in opening and closing a view. */
export const brokenViews: readonly BrokenSource[] = [
  brokenSource('keeps what is no JSON in its snapshot', ['source.open.json-snapshot'], (source) => ({
    async open(...inputs) {
      const snapshot = await source.open(...inputs);
      return { ...snapshot, openedAt: new Date(0) };
    },
  })),
  brokenSource(
    'splits although it declares that it can not',
    ['source.open.one-partition'],
    (_, backend) => ({ open: memorySource({ backend }).open }),
    { partitions: false },
  ),
  brokenSource('counts the rows of the whole index', ['source.open.empty-result'], (source, backend) => ({
    open: async (...inputs) => ({ ...(await source.open(...inputs)), expectedRows: backend.rows.length }),
  })),
  brokenSource('counts up to ten thousand, or here to ten', ['source.open.exact-count'], (source) => ({
    async open(...inputs) {
      const snapshot = await source.open(...inputs);
      return { ...snapshot, expectedRows: Math.min(10, snapshot.expectedRows ?? 0) };
    },
  })),
  brokenSource(
    'opens one view and keeps it for every later opening',
    ['source.open.fresh-view', 'source.abort.before', 'source.concurrency.views-do-not-mix'],
    (source) => {
      let kept: Promise<Snapshot> | undefined;
      return {
        open(...inputs) {
          inputs[1].signal.throwIfAborted();
          kept ??= source.open(...inputs);
          return kept;
        },
      };
    },
  ),
  brokenSource(
    'reads the live rows instead of its snapshot',
    [
      'source.snapshot.hides-later-rows',
      'source.snapshot.keeps-removed-rows',
      'source.close.read-after',
      'source.concurrency.views-do-not-mix',
    ],
    (_, backend) => ({ read: memorySource({ backend, resume: 'keyset' }).read }),
  ),
  brokenSource('closes every view when one is closed', ['source.snapshot.independent'], (source, backend) => ({
    async close(snapshot, options) {
      await source.close(snapshot, options);
      backend.snapshots.clear();
    },
  })),
  brokenSource('leaves closing to a time-out', ['source.close.releases', 'source.close.read-after'], () => ({
    async close(_, { signal }) {
      signal.throwIfAborted();
    },
  })),
  brokenSource('complains of a view that is already gone', ['source.close.idempotent'], (source, backend) => ({
    async close(snapshot, options) {
      if (!backend.snapshots.has((snapshot.state as { id: string }).id)) throw new Error('404');
      await source.close(snapshot, options);
    },
  })),
];
