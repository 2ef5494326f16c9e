import { isDeepStrictEqual } from 'node:util';
import { bindColumns } from '../columns/index.ts';
import type { Format, RowEncoder } from '../contracts/index.ts';
import { ExportEngineError } from '../errors/index.ts';
import type { EngineContext } from './engine-context.ts';
import type { ExportPlan, ExportRecord } from './export-record.ts';

/** The encoder that the record's plan calls for. @throws ExportEngineError `EXPORT_OPTIONS_INVALID` when the running code differs from it */
export function createPlannedEncoder(context: EngineContext, record: ExportRecord, plan: ExportPlan): RowEncoder {
  const format = formatOf(context, record.request.format);
  if (!isDeepStrictEqual(format.fingerprint, plan.formatFingerprint)) {
    throw new ExportEngineError(
      'EXPORT_OPTIONS_INVALID',
      `Format "${record.request.format}" has other options now than when this export began; its file would not be of one piece.`,
    );
  }
  const definitions = plan.columnsFrom === 'engine' ? context.columns : undefined;
  return format.createEncoder(bindColumns(plan.columns, definitions));
}

/** @throws ExportEngineError `EXPORT_OPTIONS_INVALID` for an unknown name */
export function formatOf(context: Pick<EngineContext, 'formats'>, name: string): Format {
  const format = context.formats.get(name);
  if (format !== undefined) return format;
  throw new ExportEngineError(
    'EXPORT_OPTIONS_INVALID',
    `Option "format" must be one of ${[...context.formats.keys()].map((known) => `"${known}"`).join(', ')}; got an unknown name.`,
    { details: { option: 'format' } },
  );
}
