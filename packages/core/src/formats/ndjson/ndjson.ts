import type { BoundColumn, Format } from '../../contracts/index.ts';
import { checkOptions, optional } from '../../options/index.ts';
import { datePattern, timeZone } from '../dates/date-checks.ts';
import { createNdjsonEncoder } from './ndjson-encoder.ts';

/** Options of `ndjson()`. */
export interface NdjsonOptions {
  /**
   * For columns of type `date`, where the column does not say: `iso`, or a pattern as in `csv()`. Without it and
   * without a time zone, dates are left as stored. A value that is no date always is.
   *
   * @default as stored; 'iso' when a time zone is given
   */
  readonly dateFormat?: string | undefined;
  /** IANA time zone for dates. Stored texts without an offset are taken as UTC. @default UTC */
  readonly timeZone?: string | undefined;
}

/**
 * Rows as newline-delimited JSON in UTF-8: one compact object per line with every planned column, the header as key.
 * Null and missing values are `null`; arrays and objects stay what they are, but a column with `arrays: 'first'` has the
 * first element. Numbers keep every digit that the source kept; a number in a `text` column becomes a string, a text
 * that is a number in a `number` column a number. `NaN` and the infinities, which only functions can return, become
 * strings. Lone surrogates are escaped.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID` for an unknown option or a wrong value.
 *
 * @example
 * ```ts
 * import { ndjson } from '@export-engine/core';
 *
 * const format = ndjson({ timeZone: 'UTC' });
 * ```
 */
export function ndjson(options: NdjsonOptions = {}): Format {
  checkOptions<NdjsonOptions>('ndjson()', options, {
    dateFormat: optional(datePattern()),
    timeZone: optional(timeZone()),
  });
  const settings = { dateFormat: options.dateFormat, timeZone: options.timeZone };
  return {
    specVersion: 1,
    name: 'ndjson',
    mediaType: 'application/x-ndjson',
    fileExtension: 'ndjson',
    fingerprint: {
      version: bytesVersion,
      dateFormat: settings.dateFormat ?? null,
      timeZone: settings.timeZone ?? null,
    },
    createEncoder: (columns: readonly BoundColumn[]) => createNdjsonEncoder(columns, settings),
  };
}

/** Raised whenever the same settings give other bytes than before. */
const bytesVersion = 1;
