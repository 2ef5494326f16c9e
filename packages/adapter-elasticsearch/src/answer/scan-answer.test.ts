import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { scanAnswer } from './scan-answer.ts';
import { MalformedAnswerError } from './skip-json.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('scanAnswer', () => {
  it('finds the envelope, the hits and the last position', () => {
    const hits = '[{"_id":"1","_source":{"a":1},"sort":[1,2]},{"_id":"2","_source":{},"sort":[3,4]}]';
    const text = `{"pit_id":"p","took":1,"timed_out":false,"_shards":{"total":1},"hits":{"total":{"value":9},"hits":${hits}}}`;

    const answer = scanAnswer(encode(text));

    assert.equal(answer.pitId, 'p');
    assert.equal(answer.timedOut, false);
    assert.deepEqual(answer.shards, { total: 1 });
    assert.deepEqual(answer.total, { value: 9 });
    assert.equal(text.slice(answer.hits.start, answer.hits.end), hits);
    assert.equal(answer.hits.count, 2);
    assert.equal(answer.hits.lastSort, '[3,4]');
  });

  it('hands the position on as the server wrote it, digit by digit and blank by blank', () => {
    const sort = '[ 9223372036854775807, -0.10 , 1E400, "\\u00e9\\"]", null ]';

    const answer = scanAnswer(encode(`{"hits":{"hits":[{"sort":${sort}}]}}`));

    assert.equal(answer.hits.lastSort, sort);
  });

  it('is not fooled by documents that look like an envelope', () => {
    const trap = '{"sort":[9],"hits":{"hits":[]},"pit_id":"no","text":"]}]}}\\"\\\\","deep":[[{"sort":[8]}]]}';

    const answer = scanAnswer(encode(`{"hits":{"hits":[{"sort":[1],"_source":${trap}}]},"pit_id":"yes"}`));

    assert.equal(answer.hits.count, 1);
    assert.equal(answer.hits.lastSort, '[1]');
    assert.equal(answer.pitId, 'yes');
  });

  it('takes no position of an earlier hit for one that the last hit lacks', () => {
    const answer = scanAnswer(encode('{"hits":{"hits":[{"sort":[1]},{"_id":"2"}]}}'));

    assert.equal(answer.hits.lastSort, undefined);
  });

  it('reads keys that are written with escapes', () => {
    const answer = scanAnswer(encode('{"h\\u0069ts":{"\\u0068its":[{"s\\u006frt":[7]}]},"pit\\u005fid":"p"}'));

    assert.equal(answer.hits.lastSort, '[7]');
    assert.equal(answer.pitId, 'p');
  });

  it.each([
    ['nothing', ''],
    ['no object', '[]'],
    ['no hits', '{"timed_out":false}'],
    ['hits without an array', '{"hits":{"total":1}}'],
    ['a hit that is no object', '{"hits":{"hits":[1]}}'],
    ['a missing colon', '{"hits" {"hits":[]}}'],
    ['a missing comma', '{"a":1 "hits":{"hits":[]}}'],
    ['a key without quotes', '{hits:{"hits":[]}}'],
    ['a value that is missing', '{"a":,"hits":{"hits":[]}}'],
    ['something after the end', '{"hits":{"hits":[]}}x'],
    ['a broken number in the envelope', '{"took":1x,"hits":{"hits":[]}}'],
    ['a broken key', '{"a\\u00zz":1,"hits":{"hits":[]}}'],
  ])('refuses %s', (_what, text) => {
    assert.throws(() => scanAnswer(encode(text)), MalformedAnswerError);
  });

  it('refuses a position that is not UTF-8, rather than changing it', () => {
    const bytes = encode('{"hits":{"hits":[{"sort":["x"]}]}}');
    bytes[bytes.indexOf(0x78)] = 0xff;

    assert.throws(() => scanAnswer(bytes), MalformedAnswerError);
  });

  it('refuses an answer that breaks off, wherever it does', () => {
    const whole = encode(
      '{"_shards":{"total":1},"hits":{"total":{"value":1},"hits":[{"_source":{"t":"a\\"b"},"sort":[1]}]},"pit_id":"p"}',
    );

    for (let length = 0; length < whole.length; length++) {
      assert.throws(
        () => scanAnswer(whole.subarray(0, length)),
        MalformedAnswerError,
        `broken off after ${length} bytes`,
      );
    }
  });

  it('finds what JSON.parse finds, whatever the keys, their order, the white space and the escapes', () => {
    fc.assert(
      fc.property(anyAnswer, fc.infiniteStream(fc.nat(1000)), (answer, choices) => {
        const text = write(answer, () => choices.next().value);
        const bytes = encode(text);

        const scanned = scanAnswer(bytes);

        const parsed = JSON.parse(text);
        assert.deepEqual(scanned.pitId, parsed.pit_id);
        assert.deepEqual(scanned.timedOut, parsed.timed_out);
        assert.deepEqual(scanned.shards, parsed._shards);
        assert.deepEqual(scanned.total, parsed.hits.total);
        assert.equal(scanned.hits.count, parsed.hits.hits.length);
        const hits = new TextDecoder().decode(bytes.subarray(scanned.hits.start, scanned.hits.end));
        assert.deepEqual(JSON.parse(hits), parsed.hits.hits);
        const lastSort = scanned.hits.lastSort === undefined ? undefined : JSON.parse(scanned.hits.lastSort);
        assert.deepEqual(lastSort, parsed.hits.hits.at(-1)?.sort);
      }),
      { numRuns: 300 },
    );
  });
});

const anyValue = fc.jsonValue({ maxDepth: 4 });
const anyAnswer = fc.record(
  {
    pit_id: fc.string(),
    took: fc.nat(),
    timed_out: fc.boolean(),
    _shards: fc.dictionary(fc.string(), anyValue),
    surprise: anyValue,
    hits: fc.record(
      {
        total: anyValue,
        max_score: anyValue,
        hits: fc.array(
          fc.record(
            { _id: fc.string(), _source: anyValue, sort: fc.array(anyValue), sorting: anyValue, fields: anyValue },
            { requiredKeys: [] },
          ),
          { maxLength: 5 },
        ),
      },
      { requiredKeys: ['hits'] },
    ),
  },
  { requiredKeys: ['hits'] },
);

/** Writes JSON with white space, key order and escapes as they come. */
function write(value: unknown, choose: () => number): string {
  const space = (): string => ['', '', '', ' ', '\n', '\r\n\t', '   '][choose() % 7] ?? '';
  if (typeof value === 'string') return writeString(value, choose);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) {
    return `[${space()}${value.map((element) => `${write(element, choose)}${space()}`).join(`,${space()}`)}]`;
  }
  const entries = Object.entries(value).map((entry) => ({ entry, rank: choose() }));
  entries.sort((left, right) => left.rank - right.rank);
  const members = entries.map(
    ({ entry: [key, member] }) => `${writeString(key, choose)}${space()}:${space()}${write(member, choose)}${space()}`,
  );
  return `{${space()}${members.join(`,${space()}`)}}`;
}

function writeString(text: string, choose: () => number): string {
  if (choose() % 3 !== 0) return JSON.stringify(text);
  const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index).toString(16).padStart(4, '0'));
  return `"${units.map((unit) => `\\u${unit}`).join('')}"`;
}
