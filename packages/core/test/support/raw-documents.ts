import fc from 'fast-check';
import { nastyText } from './nasty-text.ts';

/** Some are the beginnings of others, some as long as the kernel's loads, some can't stand in JSON as they are. */
export const rawKey: fc.Arbitrary<string> = fc.constantFrom(
  ...[
    'a',
    'b',
    'c',
    'a',
    'b',
    'c',
    'a.b',
    'b.c',
    'a.b.c',
    'd',
    'é',
    '__proto__',
    'long key, with "quotes"',
    'back\\slash',
    'tab\t',
  ],
  ...[15, 16, 31, 40].map((length) => 'k'.repeat(length)),
  `${'k'.repeat(31)}.a`,
);

const space = fc.constantFrom('', '', '', '', ' ', '\n', '\t', '\r\n ');
const number = fc.oneof(
  fc.constantFrom('0', '-0', '1', '-1', '1.10', '1E5', '-2.50e-7', '1519443079516395150', '1e400', '0.1'),
  fc
    .tuple(
      fc.constantFrom('', '-'),
      fc.bigInt({ min: 0n }),
      fc.constantFrom('', '.0', '.50'),
      fc.constantFrom('', 'e+9'),
    )
    .map((parts) => parts.join('')),
);
/** Of lengths around those of the kernel's loads, with what is special anywhere in them. */
const text = fc
  .tuple(fc.constantFrom(0, 0, 0, 3, 14, 15, 16, 17, 30), nastyText, fc.constantFrom(0, 0, 0, 1, 15))
  .map(([before, middle, after]) => 'x'.repeat(before) + middle.slice(0, 100) + 'é'.repeat(after));
/** The same text written in different ways: escapes in lower and upper case, or none. */
const string = fc.tuple(text, fc.constantFrom('plain', 'lower', 'upper', 'slash')).map(([content, style]) => {
  const json = JSON.stringify(content);
  if (style === 'plain') return json;
  if (style === 'slash') return json.replaceAll('/', '\\/');
  return json.replace(/[^ -~]/g, (unit) => {
    const digits = unit.charCodeAt(0).toString(16).padStart(4, '0');
    return `\\u${style === 'upper' ? digits.toUpperCase() : digits}`;
  });
});
/** Most arrays that are joined: their elements are plain, or all but one. */
const plainArray = fc
  .array(
    fc.constantFrom('"x"', '"x y"', '"x"', '"a,b"', '"a;b"', '"="', '"-1"', '""', '1', '2.50', '-1', '"\\n"', 'null'),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((elements) => `[${elements.join(',')}]`);
const keyText = fc
  .tuple(rawKey, fc.nat({ max: 40 }))
  .map(([key, dice]) => (dice === 0 ? `"\\u0061${JSON.stringify(key).slice(1)}` : JSON.stringify(key)));
/** Few of them about as deep as the raw route goes. */
const deepValue = fc
  .tuple(fc.nat({ max: 15 }), fc.constantFrom(197, 198, 199, 200))
  .map(([dice, most]) => (dice === 0 ? most : 20))
  .map((depth) => `${'['.repeat(depth)}{"a":1}${']'.repeat(depth)}`);

const { object } = fc.letrec<{ value: string; array: string; object: string }>((tie) => {
  const member = fc.tuple(space, keyText, space, space, tie('value'), space);
  return {
    value: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      { weight: 60, arbitrary: string },
      { weight: 40, arbitrary: number },
      { weight: 30, arbitrary: fc.constantFrom('true', 'false', 'null') },
      { weight: 30, arbitrary: plainArray },
      { weight: 30, arbitrary: tie('array') },
      { weight: 30, arbitrary: tie('object') },
      { weight: 1, arbitrary: deepValue },
    ),
    array: fc
      .array(fc.tuple(space, tie('value'), space), { maxLength: 4 })
      .map((items) => `[${items.map((item) => item.join('')).join(',')}]`),
    // In some a key comes twice.
    object: fc
      .oneof(
        { weight: 3, arbitrary: fc.uniqueArray(member, { maxLength: 7, selector: ([, name]) => name }) },
        { weight: 1, arbitrary: fc.array(member, { maxLength: 7 }) },
      )
      .map((items) => `{${items.map(([a, name, b, c, item, d]) => `${a}${name}${b}:${c}${item}${d}`).join(',')}}`),
  };
});

/** JSON text of objects: every form of strings, numbers and white space, and keys of `rawKey`. */
export const rawDocument: fc.Arbitrary<string> = object;
