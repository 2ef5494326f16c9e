import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import type { ColumnDefinition, PlannedColumn } from '../contracts/index.ts';
import { bindColumns } from './bind-columns.ts';
import { planColumns } from './plan-columns.ts';

const definitions: readonly ColumnDefinition[] = [
  'id',
  { header: 'Sum', from: ['a', 'b'], value: (a: unknown, b: unknown) => Number(a) + Number(b) },
  { header: 'Row', value: (row: object) => Object.keys(row).length },
];

function recorded(columns: readonly ColumnDefinition[]): readonly PlannedColumn[] {
  return JSON.parse(JSON.stringify(planColumns(columns, 'start()'))) as readonly PlannedColumn[];
}

describe('bindColumns', () => {
  it('gives the functions back to a plan that went through JSON', () => {
    const [path, computed, rowFunction] = bindColumns(recorded(definitions), definitions);

    assert.deepEqual(path, { kind: 'path', header: 'id', type: 'auto', path: 'id' });
    assert.ok(computed?.kind === 'computed');
    assert.equal(computed.value(2, 3), 5);
    assert.ok(rowFunction?.kind === 'row-function');
    assert.equal(rowFunction.value({ a: 1, b: 2 }), 2);
  });

  it('binds a plan without functions on its own', () => {
    const planned = recorded(['id', { path: 'at', type: 'date' }]);

    assert.deepEqual(bindColumns(planned, undefined), planned);
  });

  it('refuses a plan with a function when the running code has no columns', () => {
    assert.throws(() => bindColumns(recorded(definitions), undefined), {
      code: 'EXPORT_OPTIONS_INVALID',
      message: /"columns\[1\]" is computed by a function that the running code does not define/,
    });
  });

  it('refuses another number of columns', () => {
    assert.throws(() => bindColumns(recorded(definitions), definitions.slice(0, 2)), {
      code: 'EXPORT_OPTIONS_INVALID',
      message: /must have the 3 columns the export was started with; the running code has 2/,
    });
  });

  it.each<[string, ColumnDefinition]>([
    ['header', { header: 'Total', from: ['a', 'b'], value: () => 1 }],
    ['inputs', { header: 'Sum', from: ['b', 'a'], value: () => 1 }],
    ['kind', { header: 'Sum', value: () => 1 }],
    ['kind, being a path', { path: 'a', header: 'Sum' }],
  ])('refuses a column of another %s', (_, changed) => {
    const current = definitions.map((definition, index) => (index === 1 ? changed : definition));

    assert.throws(() => bindColumns(recorded(definitions), current), {
      code: 'EXPORT_OPTIONS_INVALID',
      message: /"columns\[1\]" differs between the running code and the export as it was started/,
    });
  });
});
