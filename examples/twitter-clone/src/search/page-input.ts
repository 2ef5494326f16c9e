import * as v from 'valibot';

/** Which page of the posts that were found. */
export interface PageInput {
  /** 1 for the first. */
  readonly page: number;
  /** 1 to 100. */
  readonly pageSize: number;
}

/** A deeper page costs as much as all those before it; Elasticsearch draws the same line (`max_result_window`). */
const maxSearchDepth = 10_000;
const maxPageSize = 100;
const defaultPageSize = 20;

export const pageInput: v.GenericSchema<unknown, PageInput> = v.pipe(
  v.strictObject({
    page: v.optional(wholeNumber(maxSearchDepth), 1),
    pageSize: v.optional(wholeNumber(maxPageSize), defaultPageSize),
  }),
  v.check(
    ({ page, pageSize }) => page * pageSize <= maxSearchDepth,
    `Pages end at post ${maxSearchDepth}; narrow the search, or export it.`,
  ),
);

function wholeNumber(max: number): v.GenericSchema<number, number> {
  return v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(max));
}
