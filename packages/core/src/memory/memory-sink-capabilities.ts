import type { SinkCapabilities } from '../contracts/index.ts';
import { checkOptions, integer, optional } from '../options/index.ts';

const MIB = 1024 ** 2;

/** The limits of Amazon S3 (its user guide: "Amazon S3 multipart upload limits"), except for a smaller largest part. */
const defaults: SinkCapabilities = {
  minPartBytes: 5 * MIB,
  maxPartBytes: 64 * MIB,
  maxParts: 10_000,
  maxFileBytes: 5 * 1024 ** 4,
  maxLinkSeconds: 7 * 24 * 3600,
};

/** The defaults with a test's own limits over them. @throws ExportEngineError `EXPORT_OPTIONS_INVALID`. */
export function memorySinkCapabilities(wanted: Partial<SinkCapabilities> = {}): SinkCapabilities {
  const size = optional(integer({ min: 1, max: Number.MAX_SAFE_INTEGER }));
  checkOptions<Partial<SinkCapabilities>>('memorySink() capabilities', wanted, {
    minPartBytes: size,
    maxPartBytes: size,
    maxParts: size,
    maxFileBytes: size,
    maxLinkSeconds: optional(integer({ min: 0, max: Number.MAX_SAFE_INTEGER })),
  });
  return { ...defaults, ...wanted };
}
