import * as v from 'valibot';
import type { SearchCriteria } from '../../search/search-criteria.ts';
import { searchInput } from '../../search/search-input.ts';
import type { ExportInput, Telling } from '../api-types.ts';

/** A checked `ExportInput`. */
export interface ExportWanted {
  readonly search: SearchCriteria;
  readonly tell: Telling;
  readonly format: 'csv' | 'ndjson';
}

/** Any Standard Schema will do for the export API; the rest of this application uses valibot as well. */
export const exportInput: v.GenericSchema<ExportInput, ExportWanted> = v.strictObject({
  search: searchInput,
  tell: v.picklist(['direct', 'email', 'push', 'wire']),
  format: v.optional(v.picklist(['csv', 'ndjson']), 'csv'),
});
