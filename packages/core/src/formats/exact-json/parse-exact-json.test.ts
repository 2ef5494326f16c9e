import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { createNumberMarks, type NumberMarks } from './number-marks.ts';
import { parseExactJson } from './parse-exact-json.ts';

class Exact {
  readonly digits: string;
  constructor(digits: string) {
    this.digits = digits;
  }
}

function parse(json: string): unknown {
  const { value, marks } = parseExactJson(Buffer.from(json), createNumberMarks());
  return marks === undefined ? value : withExact(value, marks);
}

/** Marked numbers as `Exact`, so that they can be compared. */
function withExact(value: unknown, marks: NumberMarks): unknown {
  if (typeof value === 'string') {
    const digits = marks.digitsOf(value);
    return digits === undefined ? value : new Exact(digits);
  }
  if (Array.isArray(value)) return value.map((item) => withExact(item, marks));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withExact(item, marks)]));
}

/**
 * The slow reference: tokens by regular expression. (The `source` that newer engines hand to a reviver would be simpler,
 * but V8 leaves it out for some keys.)
 */
function reference(json: string): unknown {
  JSON.parse(json);
  const marked = json.replace(/"(?:[^"\\]|\\.)*"|(-?\d[\d.eE+-]*)/g, (token, number: string | undefined) =>
    number === undefined || String(Number(number)) === number ? token : `{"exact digits":"${number}"}`,
  );
  return JSON.parse(marked, (_, value: unknown) =>
    typeof value === 'object' && value !== null && 'exact digits' in value
      ? new Exact(value['exact digits'] as string)
      : value,
  );
}

const digits = fc.stringMatching(/^[0-9]{0,24}$/);
const number = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.oneof(fc.constant('0'), fc.stringMatching(/^[1-9][0-9]{0,30}$/)),
    fc.oneof(
      fc.constant(''),
      digits.filter((text) => text !== '').map((text) => `.${text}`),
    ),
    fc.oneof({ weight: 4, arbitrary: fc.constant('') }, fc.stringMatching(/^[eE][+-]?[0-9]{1,3}$/)),
  )
  .map((parts) => parts.join(''));
const text = fc.oneof(
  fc.string({ unit: 'binary' }).map((value) => JSON.stringify(value)),
  fc.constantFrom(
    '"\\\\"',
    '"\\""',
    '"\\\\\\"1.0"',
    '"a\\\\\\\\"',
    '"\\u00e9 1.10, 1e5"',
    '"12345678901234567890"',
    '"é😀"',
  ),
);
const blank = fc.constantFrom('', '', '', ' ', '\n', '\t\r\n ');
const { json } = fc.letrec<{ json: string; array: string; object: string }>((tie) => ({
  json: fc.oneof({ maxDepth: 4 }, number, text, fc.constantFrom('true', 'false', 'null'), tie('array'), tie('object')),
  array: fc
    .array(fc.tuple(blank, tie('json'), blank), { maxLength: 5 })
    .map((items) => `[${items.map((item) => item.join('')).join(',')}]`),
  object: fc
    .tuple(
      blank,
      fc.uniqueArray(fc.tuple(text, blank, tie('json')), {
        maxLength: 5,
        selector: ([key]) => JSON.parse(key) as string,
      }),
    )
    .map(
      ([space, members]) =>
        `{${space}${members.map(([key, gap, value]) => `${key}${gap}:${gap}${value}`).join(',')}${space}}`,
    ),
}));

describe('parseExactJson', () => {
  it('keeps every digit of every number, as a slow reference does', () => {
    fc.assert(
      fc.property(json, (source) => {
        assert.deepEqual(parse(source), reference(source));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    '9007199254740993',
    '1.10',
    '1E5',
    '1e400',
    '-0',
    '123456789012345678901234567890',
    '0.1234567890123456789',
    '1.0',
    '0.0',
    '1e21',
    '0.0000001',
    '-1E-7',
    '5.0e-324',
  ])('keeps %s', (token) => {
    assert.deepEqual(parse(`[${token}]`), [new Exact(token)]);
  });

  it.each(['0', '-5', '9007199254740991', '1.5', '-0.25', '1e+21', '1e-7', '0.000001', '123456.789', '0.1'])(
    'leaves %s a number, as JavaScript prints it like that',
    (token) => {
      assert.deepEqual(parse(`[${token}]`), [Number(token)]);
    },
  );

  it('parses JSON without such a number as it is, and says so', () => {
    const { value, marks } = parseExactJson(Buffer.from('{"a":[1,"1.10"]}'), createNumberMarks());

    assert.deepEqual(value, { a: [1, '1.10'] });
    assert.equal(marks, undefined);
  });

  it('takes the last of equal keys', () => {
    assert.deepEqual(parse('{"a":1.10,"a":1.20}'), { a: new Exact('1.20') });
  });

  it('keeps a key named __proto__ a key', () => {
    const value = parse('{"__proto__":1.10}') as object;

    assert.deepEqual(Object.keys(value), ['__proto__']);
  });

  it.each([
    '[1.]',
    '[01]',
    '[-]',
    '[1e]',
    '[+1.0]',
    '[1.0',
    '{1.0:2}',
    '{"a":1,1.0:2}',
    '{1.0 :2}',
    '["a]',
    '["\\',
    '[1.0 2.0]',
    '[NaN]',
    '[.5]',
    '',
    '[1.0]x',
  ])('refuses %s as JSON.parse does', (malformed) => {
    assert.throws(() => JSON.parse(malformed), SyntaxError);
    assert.throws(() => parse(malformed), SyntaxError);
  });

  it('refuses any damaged JSON that JSON.parse refuses', () => {
    const damaged = fc
      .tuple(json, fc.nat(), fc.constantFrom('', '"', '\\', ',', ':', '.', '0', '-', 'e', '{', ']'))
      .map(([source, at, piece]) => {
        const position = at % source.length;
        // Through UTF-8, as a cut surrogate pair can't be in a server's answer.
        return Buffer.from(source.slice(0, position) + piece + source.slice(position + 1)).toString();
      });

    fc.assert(
      fc.property(damaged, (source) => {
        let isValid = true;
        try {
          JSON.parse(source);
        } catch {
          isValid = false;
        }

        if (isValid) assert.deepEqual(parse(source), reference(source));
        else assert.throws(() => parse(source), SyntaxError);
      }),
      { numRuns: 2000 },
    );
  });

  it('refuses bytes that are not UTF-8', () => {
    assert.throws(() => parseExactJson(Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]), createNumberMarks()), TypeError);
  });
});
