import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { columnsFromDescriptions } from './columns-from-descriptions.ts';

describe('columnsFromDescriptions', () => {
  it('plans a column for each description, in their order', () => {
    const planned = columnsFromDescriptions(
      [
        { path: 'id', type: 'number' },
        { path: 'user.name', type: 'text' },
      ],
      'start()',
    );

    assert.deepEqual(planned, [
      { kind: 'path', header: 'id', type: 'number', path: 'id' },
      { kind: 'path', header: 'user.name', type: 'text', path: 'user.name' },
    ]);
  });

  it('asks for columns when the source describes none', () => {
    assert.throws(() => columnsFromDescriptions([], 'start()'), {
      code: 'EXPORT_OPTIONS_INVALID',
      message: /must name the columns/,
    });
  });

  it('asks for columns when there are too many', () => {
    const many = Array.from({ length: 2001 }, (_, index) => ({ path: `c${index}`, type: 'auto' }) as const);

    assert.throws(() => columnsFromDescriptions(many, 'start()'), {
      code: 'EXPORT_OPTIONS_INVALID',
      message: /got 2001/,
    });
  });
});
