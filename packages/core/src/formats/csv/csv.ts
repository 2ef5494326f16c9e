import type { BoundColumn, Format, JsonObject } from '../../contracts/index.ts';
import { createCsvEncoder } from './csv-encoder.ts';
import type { CsvOptions } from './csv-options.ts';
import { type CsvSettings, csvSettings } from './csv-settings.ts';

/**
 * Rows as CSV (RFC 4180) in UTF-8. A cell with the delimiter, a quote, CR or LF is quoted; blanks are left alone; a row
 * whose only cell is empty is written as `""`, so that no reader drops it. NUL and lone surrogates, which no CSV reader
 * takes, become U+FFFD. Numbers keep every digit that the source kept.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID` for an unknown option or a wrong value.
 *
 * @example
 * ```ts
 * import { csv } from '@export-engine/core';
 *
 * const format = csv({ dialect: 'excel', dateFormat: 'dd.MM.yyyy HH:mm', timeZone: 'Europe/Berlin' });
 * ```
 */
export function csv(options: CsvOptions = {}): Format {
  const settings = csvSettings(options);
  return {
    specVersion: 1,
    name: 'csv',
    mediaType: settings.mediaType,
    fileExtension: settings.fileExtension,
    fingerprint: fingerprintOf(settings),
    createEncoder: (columns: readonly BoundColumn[]) => createCsvEncoder(columns, settings),
  };
}

/** Raised whenever the same settings give other bytes than before. */
const bytesVersion = 1;

function fingerprintOf({ mediaType: _, fileExtension: __, timeZone, ...settings }: CsvSettings): JsonObject {
  return { version: bytesVersion, ...settings, timeZone: timeZone ?? null };
}
