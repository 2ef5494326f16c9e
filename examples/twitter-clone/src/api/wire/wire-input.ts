import * as v from 'valibot';
import type { SearchInput, Telling } from '../api-types.ts';
import { exportIdOf } from './execution-arn.ts';
import type { WireCondition, WireDownload, WireOpenConnection, WireReport, WireSearch } from './wire-types.ts';

const maxConditions = 20;
const maxTokenLength = 2000;

export interface SearchWanted {
  readonly search: SearchInput;
  readonly page: { readonly page?: number | undefined; readonly pageSize?: number | undefined };
}

export const wireSearch: v.GenericSchema<WireSearch, SearchWanted> = v.pipe(
  v.strictObject({
    type: v.literal('Post'),
    results: v.optional(v.number()),
    page: v.optional(v.number()),
    search: conditions(),
  }),
  v.transform(({ results, page, search }) => ({ search, page: { page, pageSize: results } })),
);

export interface DownloadWanted {
  readonly search: SearchInput;
  readonly tell: Telling;
}

export const wireDownload: v.GenericSchema<WireDownload, DownloadWanted> = v.pipe(
  v.strictObject({ type: v.picklist(['direct', 'email', 'push']), searchCriteria: conditions() }),
  v.transform(
    ({ type, searchCriteria }): DownloadWanted => ({ search: searchCriteria, tell: type === 'push' ? 'wire' : type }),
  ),
);

export const wireReport: v.GenericSchema<WireReport, { readonly exportId: string }> = v.pipe(
  v.strictObject({ executionArn: executionArn() }),
  v.transform((report) => ({ exportId: report.executionArn })),
);

export const wireOpenConnection: v.GenericSchema<
  WireOpenConnection,
  { readonly exportId: string; readonly taskToken: string }
> = v.pipe(
  v.strictObject({
    action: v.literal('OpenConnection'),
    executionArn: executionArn(),
    taskToken: v.pipe(v.string(), v.maxLength(maxTokenLength)),
  }),
  v.transform(({ executionArn, taskToken }) => ({ exportId: executionArn, taskToken })),
);

/** What the conditions mean is checked where it is searched. */
function conditions(): v.GenericSchema<readonly WireCondition[], SearchInput> {
  const value = v.strictObject({ value: v.string() });
  const range = v.strictObject({ from: v.optional(v.string()), to: v.optional(v.string()) });
  const condition = v.union(
    [value, v.strictObject({ dateRange: range })],
    'Write { "value": … } or { "dateRange": { "from": …, "to": … } }.',
  );
  return v.pipe(
    v.array(condition),
    v.maxLength(maxConditions),
    v.check((all) => all.filter(isRange).length <= 1, 'There may be one dateRange at most.'),
    v.transform((all) => {
      const values = all.flatMap((each) => (isRange(each) ? [] : [each.value]));
      const [{ dateRange } = { dateRange: {} }] = all.filter(isRange);
      return { ...(values.length === 0 ? {} : { text: values.join(' ') }), ...dateRange };
    }),
  );
}

function isRange(condition: WireCondition): condition is Extract<WireCondition, { dateRange: unknown }> {
  return 'dateRange' in condition;
}

function executionArn(): v.GenericSchema<string, string> {
  return v.pipe(
    v.string(),
    v.rawTransform(({ dataset: { value }, addIssue, NEVER }) => {
      const exportId = exportIdOf(value);
      if (exportId !== undefined) return exportId;
      addIssue({ message: 'It is none that POST /download-request has given.' });
      return NEVER;
    }),
  );
}
