import { setImmediate } from 'node:timers/promises';
import type { Page, Snapshot } from '@export-engine/core';
import { createPageBuffer, type PageBuffer } from '../transport/page-buffer.ts';
import { formatCursor } from './cursor.ts';
import { type FetchedPage, fetchPage, type PageStart, type Reading } from './fetch-page.ts';

const DOCUMENT_PATH = ['_source'] as const;

export interface ReadPagesOptions {
  readonly start: PageStart;
  /** The snapshot with another point-in-time id. */
  readonly renewed: (pitId: string) => Snapshot;
  readonly signal: AbortSignal;
}

/**
 * Reads a partition to its proven end. The next page is requested as soon as the position after the current one is
 * known, and never more than one ahead: the two answers live in two buffers that take turns. Ending early cancels the
 * request under way and waits until it is gone.
 */
export async function* readPages(reading: Reading, options: ReadPagesOptions): AsyncGenerator<Page, void, undefined> {
  options.signal.throwIfAborted();
  const stop = new AbortController();
  const onAbort = (): void => stop.abort(options.signal.reason);
  options.signal.addEventListener('abort', onAbort, { once: true });
  const buffers = [createPageBuffer(), createPageBuffer()] as const;
  let pending = request(reading, options.start, buffers[0], stop.signal);
  try {
    let { pitId } = options.start;
    for (let pages = 1; ; pages++) {
      const page = await pending;
      if (page === undefined) return;
      pending = request(reading, page.next, pages % 2 === 0 ? buffers[0] : buffers[1], stop.signal);
      // The request leaves in the next turn of the event loop, or in the one after when it needs a connection of its own;
      // without them, only after the reader has encoded this page.
      await setImmediate();
      await setImmediate();
      yield toPage(page, page.next.pitId === pitId ? undefined : options.renewed(page.next.pitId));
      options.signal.throwIfAborted();
      pitId = page.next.pitId;
    }
  } finally {
    options.signal.removeEventListener('abort', onAbort);
    stop.abort(new Error('The reader has gone.'));
    await pending.catch(() => undefined);
  }
}

/** A failure is met by whoever awaits the page. Until then, or when nobody does, it must not count as unhandled. */
function request(
  reading: Reading,
  start: PageStart,
  buffer: PageBuffer,
  signal: AbortSignal,
): Promise<FetchedPage | undefined> {
  const page = fetchPage(reading, start, buffer, signal);
  page.catch(() => undefined);
  return page;
}

function toPage({ bytes, count, next }: FetchedPage, snapshot: Snapshot | undefined): Page {
  return {
    rows: { kind: 'json', bytes, documentPath: DOCUMENT_PATH },
    count,
    cursor: formatCursor(next.position),
    snapshot,
  };
}
