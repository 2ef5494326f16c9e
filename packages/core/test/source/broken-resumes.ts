import type { Page, Snapshot } from '@export-engine/core';
import { type BrokenSource, brokenSource, changingPages } from './broken-source.ts';

/** Faults in cursors and partitions, and in what is kept between two calls. */
export const brokenResumes: readonly BrokenSource[] = [
  brokenSource(
    'repeats the last row when it goes on',
    [
      'source.resume.after-every-page',
      'source.resume.large-neighbours',
      'source.resume.at-the-end',
      'source.partitions.resumable',
    ],
    (source) => ({
      read: (query, snapshot, partition, { after, ...options }) =>
        source.read(query, snapshot, partition, { ...options, after: after && String(BigInt(after) - 1n) }),
    }),
  ),
  brokenSource(
    'sends cursors through JavaScript numbers',
    [
      'source.resume.after-every-page',
      'source.resume.large-neighbours',
      'source.resume.at-the-end',
      'source.partitions.resumable',
    ],
    (source) => ({
      read: (query, snapshot, partition, { after, ...options }) =>
        source.read(query, snapshot, partition, { ...options, after: after && JSON.stringify(JSON.parse(after)) }),
    }),
  ),
  brokenSource('gives cursors that are no JSON', ['source.resume.cursor-is-json-text'], (source) => ({
    async *read(query, snapshot, partition, { after, ...options }) {
      const pages = source.read(query, snapshot, partition, { ...options, after: after?.slice('after '.length) });
      for await (const page of pages) yield { ...page, cursor: `after ${page.cursor}` };
    },
  })),
  brokenSource(
    'starts over when it should go on',
    ['source.resume.refused'],
    (source) => ({
      read: (query, snapshot, partition, { after: _, ...options }) => source.read(query, snapshot, partition, options),
    }),
    { resume: 'none' },
  ),
  brokenSource(
    'reads a neighbouring row into each partition',
    ['source.partitions.complete-and-disjoint', 'source.partitions.resumable', 'source.partitions.in-order'],
    (source) => ({
      async open(...inputs) {
        const snapshot = await source.open(...inputs);
        const partitions = snapshot.partitions.map((partition) => {
          const { from, to } = partition.state as { from: number; to: number | null };
          return { ...partition, state: { from, to: to === null ? null : to + 1 } };
        });
        return { ...snapshot, partitions };
      },
    }),
  ),
  brokenSource('gives the partitions of ordered rows in another order', ['source.partitions.in-order'], (source) => ({
    async open(...inputs) {
      const snapshot = await source.open(...inputs);
      const states = snapshot.partitions.map(({ state }) => state).toReversed();
      return { ...snapshot, partitions: states.map((state, index) => ({ index, state })) };
    },
  })),
  brokenSource('leaves its partition when it goes on', ['source.partitions.resumable'], (source) => ({
    read: (query, snapshot, partition, options) =>
      source.read(
        query,
        snapshot,
        options.after === undefined ? partition : { index: 0, state: { from: 0, to: null } },
        options,
      ),
  })),
  brokenSource(
    'shares one read between all who read at the same time',
    ['source.read.frees-on-return', 'source.concurrency.reads-do-not-mix', 'source.concurrency.views-do-not-mix'],
    (source) => {
      let shared: AsyncIterator<Page> | undefined;
      return {
        async *read(...inputs) {
          const pages = shared ?? source.read(...inputs)[Symbol.asyncIterator]();
          shared = pages;
          for (let page = await pages.next(); page.done !== true; page = await pages.next()) yield page.value;
          shared = undefined;
        },
      };
    },
  ),
  brokenSource('reads the view it opened last', ['source.concurrency.views-do-not-mix'], (source) => {
    let last: Snapshot | undefined;
    return {
      async open(...inputs) {
        last = await source.open(...inputs);
        return last;
      },
      read: (query, snapshot, partition, options) => source.read(query, last ?? snapshot, partition, options),
    };
  }),
  brokenSource(
    'yields a renewed snapshot that is no JSON',
    [
      'source.read.honest-pages',
      'source.resume.after-every-page',
      'source.resume.large-neighbours',
      'source.resume.at-the-end',
      'source.partitions.resumable',
    ],
    (source) => ({
      read: changingPages(source, (page) => {
        const snapshot = { state: undefined as unknown as null, partitions: [] };
        return { ...page, snapshot };
      }),
    }),
  ),
];
