import type { SinkCapabilities } from '../../contracts/index.ts';

/**
 * Size at which a part is cut, in bytes: at the first row end at or past it. It depends on the part's number and the
 * record alone, so that every worker cuts the same parts.
 *
 * It doubles with every tenth of the sink's parts: on S3 (10,000 parts), from 8 MiB, a file of 8 TiB fits before the
 * parts run out, and nobody has to know the size beforehand. Half the sink's largest part leaves room for the row that
 * crosses the line.
 */
export function partTargetBytes(
  number: number,
  firstPartBytes: number,
  limits: Pick<SinkCapabilities, 'maxParts' | 'maxPartBytes'>,
): number {
  const doublings = Math.floor(((number - 1) * 10) / limits.maxParts);
  return Math.min(firstPartBytes * 2 ** doublings, Math.floor(limits.maxPartBytes / 2));
}

/** The default size of the first parts: 8 MiB, or what the sink's limits make of it. */
export function defaultPartBytes(limits: SinkCapabilities): number {
  const eightMiB = 8 * 1024 * 1024;
  return Math.max(limits.minPartBytes, Math.min(eightMiB, Math.floor(limits.maxPartBytes / 2)), 1);
}
