import { checkOptions, integer, optional } from '@export-engine/core';

const mib = 1024 * 1024;

/** The options of a server that its memory depends on; each as there, with the same default. */
export interface ServerMemoryOptions {
  readonly maxConcurrentExports?: number | undefined;
  readonly pageBytes?: number | undefined;
  readonly maxBufferedBytes?: number | undefined;
  readonly partBytes?: number | undefined;
}

/** What a server takes where its options say nothing. */
export const memoryDefaults: Readonly<Record<keyof ServerMemoryOptions, number>> = {
  maxConcurrentExports: 8,
  // With the engine's own 4 MiB, everything else in the process waits more than twice as long: see the README.
  pageBytes: mib,
  // Three parts of 8 MiB on their way, and one being filled.
  maxBufferedBytes: 32 * mib,
  partBytes: 8 * mib,
};

/** A part's buffer has an eighth of room for the row that crosses the target. */
const partSlack = 1.125;
/** A page as its source's bytes, as objects (up to eight times as much) where a format needs them, and encoded. */
const pageCopies = 10;
/** V8's young generation, three semi-spaces of 16 MiB, and the 64 MiB of buffers that it lets lie before it collects. */
const garbageBytes = (3 * 16 + 64) * mib;

/**
 * How much memory the exports of a server take at most, in bytes, whatever they export: to be added to what the process
 * takes when idle. Sources and sinks that buffer on their own come on top.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * import { maxExportMemoryBytes } from '@export-engine/runtime-node';
 *
 * console.log(maxExportMemoryBytes({ maxConcurrentExports: 4 }) / 2 ** 20, 'MiB');
 * ```
 */
export function maxExportMemoryBytes(options: ServerMemoryOptions = {}): number {
  const positive = optional(integer({ min: 1, max: Number.MAX_SAFE_INTEGER }));
  checkOptions<ServerMemoryOptions>('maxExportMemoryBytes()', options, {
    maxConcurrentExports: positive,
    pageBytes: positive,
    maxBufferedBytes: positive,
    partBytes: positive,
  });
  const {
    maxConcurrentExports = memoryDefaults.maxConcurrentExports,
    pageBytes = memoryDefaults.pageBytes,
    maxBufferedBytes = memoryDefaults.maxBufferedBytes,
    partBytes = memoryDefaults.partBytes,
  } = options;
  // However small the bound: one part is filled while one is on its way.
  const partsBytes = Math.max(maxBufferedBytes, 2 * partBytes) * partSlack;
  return maxConcurrentExports * (partsBytes + pageCopies * pageBytes) + garbageBytes;
}
