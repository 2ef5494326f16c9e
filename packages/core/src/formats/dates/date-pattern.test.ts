import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { parseDatePattern } from './date-pattern.ts';

describe('parseDatePattern', () => {
  it('reads fields and the text between them', () => {
    assert.deepEqual(parseDatePattern('dd.MM.yyyy HH:mm'), [
      { kind: 'day' },
      { kind: 'literal', text: '.' },
      { kind: 'month' },
      { kind: 'literal', text: '.' },
      { kind: 'year' },
      { kind: 'literal', text: ' ' },
      { kind: 'hour' },
      { kind: 'literal', text: ':' },
      { kind: 'minute' },
    ]);
  });

  it('reads text in single quotes, a doubled quote being a quote', () => {
    assert.deepEqual(parseDatePattern("HH 'o''clock'"), [
      { kind: 'hour' },
      { kind: 'literal', text: ' ' },
      { kind: 'literal', text: "o'clock" },
    ]);
    assert.deepEqual(parseDatePattern("HH''"), [{ kind: 'hour' }, { kind: 'literal', text: "'" }]);
  });

  it('reads adjacent fields', () => {
    assert.deepEqual(
      parseDatePattern('yyyyMMddTHHmmssSSSXXX')?.map(({ kind }) => kind),
      ['year', 'month', 'day', 'literal', 'hour', 'minute', 'second', 'fraction', 'offset'],
    );
  });

  it.each([
    '',
    '--',
    'text',
    'yy',
    'yyyyy',
    'MMM',
    'd',
    'HHH',
    'a',
    'Z',
    'yyyy Q',
    'SSSSSSSSSS',
    "yyyy 'open",
    `yyyy${'-'.repeat(97)}`,
  ])('refuses %j', (pattern) => {
    assert.equal(parseDatePattern(pattern), undefined);
  });
});
