import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { readJsonBody } from './read-json-body.ts';

function requestOf(
  body: string | Uint8Array | ReadableStream,
  headers: Readonly<Record<string, string>> = {},
): Request {
  return new Request('http://localhost/', {
    method: 'POST',
    body,
    duplex: 'half',
    headers: { 'Content-Type': 'application/json', ...headers },
  });
}

describe('readJsonBody', () => {
  it('reads JSON of up to the limit, in however many pieces', async () => {
    const text = JSON.stringify({ text: 'naïve ✓', list: [1, 2] });
    const bytes = new TextEncoder().encode(text);
    const pieces = ReadableStream.from([...bytes].map((byte) => Uint8Array.of(byte)));

    assert.deepEqual(await readJsonBody(requestOf(pieces), bytes.length), JSON.parse(text));
    await assert.rejects(readJsonBody(requestOf(text), bytes.length - 1), { status: 413 });
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset=UTF-8'])(
    'takes %s',
    async (type) => {
      assert.deepEqual(await readJsonBody(requestOf('{}', { 'Content-Type': type }), 100), {});
    },
  );

  it.each(['text/plain', 'application/json5', 'text/json', 'application/x-www-form-urlencoded', 'json', ''])(
    'refuses %j',
    async (type) => {
      await assert.rejects(readJsonBody(requestOf('{}', { 'Content-Type': type }), 100), { status: 415 });
    },
  );

  it.each(['', '{', '{"a":1}x', 'undefined', "{'a':1}", '[1,]', 'NaN'])(
    'refuses %j, and does not repeat it',
    async (text) => {
      await assert.rejects(readJsonBody(requestOf(text), 100), { code: 'HTTP_BODY_MALFORMED' });
    },
  );

  it('refuses what is not UTF-8', async () => {
    await assert.rejects(readJsonBody(requestOf(Uint8Array.of(0x22, 0xff, 0x22)), 100), { status: 400 });
  });

  it('stops at the limit in the midst of an endless body, whatever its Content-Length says', async () => {
    let sent = 0;
    let isCancelled = false;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 1000;
        controller.enqueue(new Uint8Array(1000));
      },
      cancel() {
        isCancelled = true;
      },
    });

    await assert.rejects(readJsonBody(requestOf(endless, { 'Content-Length': '10' }), 5000), { status: 413 });

    assert.ok(sent <= 8000, `${sent} bytes were read`);
    assert.ok(isCancelled);
  });

  it('does not begin to read what says itself that it is too large', async () => {
    let pulls = 0;
    const pull = (): void => {
      pulls += 1;
    };
    const body = new ReadableStream({ pull }, { highWaterMark: 0 });

    await assert.rejects(readJsonBody(requestOf(body, { 'Content-Length': '5001' }), 5000), { status: 413 });

    assert.equal(pulls, 0);
  });

  it('reads very deep JSON without falling', async () => {
    const depth = 20_000;
    const text = '['.repeat(depth) + ']'.repeat(depth);

    assert.ok(Array.isArray(await readJsonBody(requestOf(text), 65_536)));
  });
});
