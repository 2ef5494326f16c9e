import { ExportEngineError } from '@export-engine/core';
import type { CountedAnswer } from '../answer/check-answer.ts';
import type { SortClause } from '../query/search-query.ts';
import { SearchServerError } from '../transport/server-error.ts';
import type { FieldTypes } from './field-types.ts';
import { look, type Opening } from './opening.ts';
import type { NeededField, SortPlan } from './plan-sort.ts';

/** An order in which every row has a place of its own. */
export interface TotalOrder {
  readonly sort: readonly SortClause[];
  readonly neededFields: readonly NeededField[];
  /** The first search in this order, for one row: it counted all of them. */
  readonly answer: CountedAnswer;
}

/**
 * Completes a sort with the best tiebreaker that the server has, and searches for one row in that order, which shows
 * that the server can do it.
 *
 * @throws ExportEngineError `EXPORT_SOURCE_ORDER_UNSAFE` when it has none.
 */
export async function findOrder(
  opening: Opening,
  plan: SortPlan,
  fieldTypes: ReadonlyMap<string, FieldTypes>,
): Promise<TotalOrder> {
  const { dialect, query } = opening;
  for (const { clauses, uniqueField } of dialect.tiebreakers(query)) {
    if (uniqueField !== undefined) checkUniqueField(uniqueField, fieldTypes);
    const sort = [...plan.clauses, ...clauses];
    const neededFields = [...plan.neededFields, ...neededBy(uniqueField)];
    const answer = await look(opening, { size: 1, query, sort }).catch(undefinedWithoutShardDoc);
    if (answer !== undefined) return { sort, neededFields, answer };
  }
  throw new ExportEngineError(
    'EXPORT_SOURCE_ORDER_UNSAFE',
    `This server can't tell rows with equal sort values apart and would leave rows out: ${dialect.noTiebreakerAdvice}.`,
  );
}

function undefinedWithoutShardDoc(error: unknown): undefined {
  const cause = ExportEngineError.isInstance(error) ? error.cause : undefined;
  const reasons = cause instanceof SearchServerError ? cause.reasons : [];
  if (!reasons.some((reason) => reason.startsWith('No mapping found for [_shard_doc]'))) throw error;
}

const UNIQUE_TYPES = new Set(['keyword', 'byte', 'short', 'integer', 'long', 'unsigned_long']);

/** That its values differ nobody can check cheaply; if they don't, the count of rows does not add up at the end. */
function checkUniqueField(uniqueField: string, fieldTypes: ReadonlyMap<string, FieldTypes>): void {
  const types = fieldTypes.get(uniqueField)?.types ?? [];
  if (uniqueField === '_id' || (types.length === 1 && types.every((type) => UNIQUE_TYPES.has(type)))) return;
  const found = types.length === 0 ? 'no index has it' : `it is ${types.join(' and ')}`;
  throw new ExportEngineError(
    'EXPORT_SOURCE_ORDER_UNSAFE',
    `"${uniqueField}" can't be the unique field: it must be a keyword or integer field, the same in every index; ${found}.`,
    { details: { field: uniqueField, types: [...types] } },
  );
}

function neededBy(uniqueField: string | undefined): readonly NeededField[] {
  if (uniqueField === undefined || uniqueField === '_id') return [];
  return [{ field: uniqueField, otherwise: 'the unique field must be in every row' }];
}
