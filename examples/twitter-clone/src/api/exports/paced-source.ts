import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonValue, Source } from '@export-engine/core';

/** A page goes out this often, whatever the pace: a progress bar then moves evenly. */
const pagesPerSecond = 4;
/** Of a post as JSON, on average. */
const bytesPerRow = 350;

/**
 * A source that reads no faster than this, so that there is time to watch an export, to cancel it, and to kill the server.
 *
 * @param rowsPerSecond At least 1.
 */
export function pacedSource<Query extends JsonValue>(source: Source<Query>, rowsPerSecond: number): Source<Query> {
  return {
    ...source,
    async *read(query, snapshot, partition, options) {
      const targetPageBytes = Math.ceil((rowsPerSecond / pagesPerSecond) * bytesPerRow);
      const paced = { ...options, targetPageBytes: Math.min(options.targetPageBytes, targetPageBytes) };
      const startedAt = performance.now();
      let rows = 0;
      for await (const page of source.read(query, snapshot, partition, paced)) {
        rows += page.count;
        await wait(startedAt + (rows / rowsPerSecond) * 1000 - performance.now(), options.signal);
        yield page;
      }
    },
  };
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await sleep(ms, undefined, { signal }).catch(() => undefined);
  signal.throwIfAborted();
}
