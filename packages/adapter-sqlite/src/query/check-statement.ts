import { ExportEngineError } from '@export-engine/core';
import type { StatementQuery } from './sqlite-query.ts';

/** Comments, texts and quoted names, also those that never end: what is in them is no syntax. */
const comment = /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/;
const quoted = /'(?:[^']+|'')*(?:'|$)|"(?:[^"]+|"")*(?:"|$)|`(?:[^`]+|``)*(?:`|$)|\[[^\]]*(?:\]|$)/;
const opaque = new RegExp(`(${comment.source})|${quoted.source}`, 'g');

/** A name can hold `$`, and any character beyond ASCII. */
const placeholder = /(?<![\w$\u0080-\uffff])(?:\?\d*|[:@$][\w$\u0080-\uffff]+)/g;

/**
 * Checks, without a database, that a text is one statement that reads, and that it gets the parameters it asks for:
 * SQLite takes a missing one for `NULL`, and the file would lack rows. (What only looks like reading, such as
 * `WITH … DELETE`, is refused by the read-only connection.)
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`
 */
export function checkStatement({ sql, parameters }: StatementQuery, owner: string): void {
  const syntax = sql.replace(opaque, (_text, isComment: string | undefined) => (isComment === undefined ? "''" : ' '));
  if (sql.includes('\0')) throw invalid(owner, 'sql', 'must not hold a NUL character');
  if (!/^\s*(?:select|with|values)\b/i.test(syntax)) {
    throw invalid(owner, 'sql', 'must begin with SELECT, WITH or VALUES');
  }
  if (/;\s*[^\s;]/.test(syntax)) throw invalid(owner, 'sql', 'must be one statement; got several');
  checkParameters(syntax.match(placeholder) ?? [], parameters ?? [], owner);
}

type Parameters = NonNullable<StatementQuery['parameters']>;

function checkParameters(placeholders: readonly string[], parameters: Parameters, owner: string): void {
  if (placeholders.some((text) => /^\?\d/.test(text))) {
    throw invalid(owner, 'sql', 'must not number its parameters; write ? or :name');
  }
  const names = new Set(placeholders.filter((text) => text !== '?').map((text) => text.slice(1)));
  const positions = placeholders.filter((text) => text === '?').length;
  if (names.size > 0 && positions > 0) throw invalid(owner, 'sql', 'must not mix ? with named parameters');
  const given = isList(parameters) ? parameters.length : Object.keys(parameters).length;
  const wanted = names.size + positions;
  const isComplete = isList(parameters) ? names.size === 0 : Object.keys(parameters).every((name) => names.has(name));
  if (given === wanted && (isComplete || wanted === 0)) return;
  const list = names.size > 0 ? `an object with ${[...names].join(', ')}` : `a list of ${positions} values`;
  throw invalid(owner, 'parameters', `must be ${list}, as the statement asks for; got ${got(parameters)}`);
}

function got(parameters: Parameters): string {
  return isList(parameters) ? `a list of ${parameters.length}` : `an object of ${Object.keys(parameters).length}`;
}

function isList(parameters: Parameters): parameters is Extract<Parameters, readonly unknown[]> {
  return Array.isArray(parameters);
}

function invalid(owner: string, option: string, problem: string): ExportEngineError {
  return new ExportEngineError('EXPORT_OPTIONS_INVALID', `${owner}: option "${option}" ${problem}.`, {
    details: { owner, option },
  });
}
