import type { DatabaseSync } from 'node:sqlite';
import { rowsOf, type Select } from './prepare-select.ts';
import { rejected } from './refusal.ts';

/**
 * Node 22 cuts a text at a NUL character. There, a result with such a text is refused, at the price of running the
 * statement twice.
 *
 * @throws Refusal
 */
export function checkNoNul(database: DatabaseSync, select: Select): void {
  if (cutsAtNul(database) && holdsNul(database, select)) {
    throw rejected('A text of the result holds a NUL character, at which this version of Node cuts it; use Node 24.');
  }
}

function cutsAtNul(database: DatabaseSync): boolean {
  return database.prepare("SELECT 'a' || char(0) || 'b' AS text").get()?.['text'] !== 'a\0b';
}

/** Whether a text of the result holds a NUL character. */
export function holdsNul(database: DatabaseSync, { plan, columns, statement: checked }: Select): boolean {
  const names = columns.map(({ name }) => `"${name.replaceAll('"', '""')}"`);
  const test = names
    .map((name) => `(typeof(${name}) = 'text' AND instr(CAST(${name} AS BLOB), x'00') > 0)`)
    .join(' OR ');
  const statement = database.prepare(`SELECT 1 FROM (${checked.sourceSQL.replace(/;$/, '')}\n) WHERE ${test} LIMIT 1`);
  for (const _row of rowsOf({ plan, columns, statement })) return true;
  return false;
}
