import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import type { ColumnDefinition } from '../contracts/index.ts';
import { planColumns } from './plan-columns.ts';

function refusal(columns: unknown): { code: string; message: string; option: unknown } {
  try {
    planColumns(columns as readonly ColumnDefinition[], 'start()');
  } catch (error) {
    const { code, message, details } = error as { code: string; message: string; details: { option?: unknown } };
    return { code, message, option: details.option };
  }
  return { code: 'accepted', message: '', option: undefined };
}

describe('planColumns', () => {
  it('takes a string as a path that is its own header', () => {
    assert.deepEqual(planColumns(['user.name'], 'start()'), [
      { kind: 'path', header: 'user.name', type: 'auto', path: 'user.name' },
    ]);
  });

  it('keeps every setting of a path column, and only those that were given', () => {
    const column = {
      path: 'at',
      header: 'At',
      type: 'date',
      arrays: 'first',
      dateFormat: 'dd.MM.yyyy',
      timeZone: 'Europe/Berlin',
    } as const;

    assert.deepEqual(planColumns([column], 'start()'), [{ kind: 'path', ...column }]);
  });

  it('leaves functions out, so that the plan is JSON', () => {
    const planned = planColumns(
      [
        { header: 'Sum', from: ['a', 'b.c'], value: (a: unknown, b: unknown) => Number(a) + Number(b) },
        { header: 'Keys', value: (row: object) => Object.keys(row).length },
      ],
      'start()',
    );

    assert.deepEqual(planned, [
      { kind: 'computed', header: 'Sum', from: ['a', 'b.c'] },
      { kind: 'row-function', header: 'Keys' },
    ]);
    assert.deepEqual(JSON.parse(JSON.stringify(planned)), planned);
  });

  it.each<[string, unknown, string, RegExp]>([
    ['no array', { path: 'a' }, 'columns', /must be an array of 1 to 2000 columns; got object/],
    ['an empty list', [], 'columns', /got 0/],
    ['2,001 columns', Array.from({ length: 2001 }, (_, index) => `c${index}`), 'columns', /got 2001/],
    ['a number for a column', ['a', 7], 'columns[1]', /must be a path, an object.*; got number/],
    ['an array for a column', [['a']], 'columns[0]', /got array/],
    ['an empty path', ['a', ''], 'columns[1].path', /a string of 1 to 1024 characters; got string of 0/],
    ['a path of another type', ['a', 'b', 'c', { path: 7 }], 'columns[3].path', /got number/],
    ['a column without a path', [{ header: 'A' }], 'columns[0].path', /it is missing/],
    ['an unknown key', [{ path: 'a', titel: 'A' }], 'columns[0].titel', /is unknown. Allowed: path, header, type/],
    ['an unknown type', [{ path: 'a', type: 'money' }], 'columns[0].type', /one of "auto", "text"/],
    ['an unknown array style', [{ path: 'a', arrays: 'all' }], 'columns[0].arrays', /one of "join"/],
    ['an empty header', [{ path: 'a', header: '' }], 'columns[0].header', /1 to 1024/],
    ['an unknown zone', [{ path: 'a', type: 'date', timeZone: 'Mars/Base' }], 'columns[0].timeZone', /IANA/],
    [
      'a bad pattern',
      [{ path: 'a', type: 'date', dateFormat: 'yyyy-QQ' }],
      'columns[0].dateFormat',
      /"iso" or a pattern/,
    ],
    ['a zone without a date', [{ path: 'a', timeZone: 'UTC' }], 'columns[0].timeZone', /needs type "date".*"auto"/],
    ['a format without a date', [{ path: 'a', type: 'text', dateFormat: 'iso' }], 'columns[0].dateFormat', /"text"/],
    ['a value that is no function', [{ header: 'A', value: 7 }], 'columns[0].value', /a function; got number/],
    ['a function without header', [{ value: () => 1 }], 'columns[0].header', /it is missing/],
    ['a function with a path', [{ header: 'A', path: 'a', value: () => 1 }], 'columns[0].path', /is unknown/],
    ['inputs that are no list', [{ header: 'A', from: 'a', value: () => 1 }], 'columns[0].from', /got string/],
    ['no inputs', [{ header: 'A', from: [], value: () => 1 }], 'columns[0].from', /1 to 100 elements/],
    ['equal headers', ['a', 'b', { path: 'c', header: 'a' }], 'columns[2].header', /unique; columns\[0\] has the same/],
  ])('refuses %s', (_, columns, option, message) => {
    const refused = refusal(columns);

    assert.equal(refused.code, 'EXPORT_OPTIONS_INVALID');
    assert.equal(refused.option, option);
    assert.match(refused.message, message);
    assert.match(refused.message, /^start\(\): option "columns/);
  });

  it('takes 2,000 columns', () => {
    const columns = Array.from({ length: 2000 }, (_, index) => `c${index}`);

    assert.equal(planColumns(columns, 'start()').length, 2000);
  });

  it('refuses holes in the list', () => {
    const columns = ['a', 'b'];
    delete columns[0];

    assert.equal(refusal(columns).option, 'columns[0]');
  });

  it('never prints a value', () => {
    const refused = refusal([{ path: 'a', type: 'hunter2' }]);

    assert.doesNotMatch(refused.message, /hunter2/);
  });
});
