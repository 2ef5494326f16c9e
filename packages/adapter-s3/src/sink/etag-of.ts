import { ExportEngineError, type PartReceipt } from '@export-engine/core';
import { stateText } from '../s3/state-text.ts';

/** The ETag in a receipt's state. @throws ExportEngineError `EXPORT_SINK_CONFLICT` for the receipt of another sink */
export function etagOf({ state, number }: PartReceipt): string {
  const etag = stateText(state, 'etag');
  if (etag !== undefined) return etag;
  throw new ExportEngineError(
    'EXPORT_SINK_CONFLICT',
    `The receipt of part ${number} was not made by s3Sink(): it has no ETag.`,
  );
}
