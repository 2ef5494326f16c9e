import type { JsonObject } from '@export-engine/core';
import { type BrokenSource, brokenSource } from './broken-source.ts';

/** Faults in what a source says about itself, its queries and its columns. */
export const brokenQuestions: readonly BrokenSource[] = [
  brokenSource('implements another version of the contract', ['source.declares-itself'], () => ({
    specVersion: 2 as 1,
  })),
  brokenSource(
    'takes whatever it gets for a query',
    ['source.validate.refuses-junk', 'source.validate.refuses-unknown-fields'],
    () => ({ validate: (query) => (query ?? {}) as JsonObject }),
  ),
  brokenSource('overlooks fields it does not know', ['source.validate.refuses-unknown-fields'], (source) => ({
    validate: (query) => source.validate(isObject(query) && 'surprise' in query ? {} : query),
  })),
  brokenSource('fills defaults into the query it was handed', ['source.validate.settled-form'], (source) => ({
    validate(query) {
      const settled = source.validate(query);
      if (isObject(query)) Object.assign(query, { where: {} });
      return settled;
    },
  })),
  brokenSource('describes columns in the order of chance', ['source.describe.columns'], (source, backend) => ({
    async describe(query, options) {
      backend.sequence += 1;
      const columns = await source.describe(query, options);
      return backend.sequence % 2 === 0 ? columns : columns.toReversed();
    },
  })),
];

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
