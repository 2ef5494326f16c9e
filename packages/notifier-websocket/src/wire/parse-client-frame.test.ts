import assert from 'node:assert/strict';
import { ExportEngineError } from '@export-engine/core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { parseClientFrame } from './parse-client-frame.ts';

describe('parseClientFrame', () => {
  it('reads the two frames there are', () => {
    assert.deepEqual(parseClientFrame('{"action":"subscribe","ticket":"t"}'), { action: 'subscribe', ticket: 't' });
    assert.deepEqual(parseClientFrame(' {"action": "ping"} '), { action: 'ping' });
  });

  it.each<[string, RegExp]>([
    ['', /is JSON/],
    ['secret', /is JSON/],
    ['{"action":"subscribe"', /is JSON/],
    ['null', /action is "subscribe" or "ping"/],
    ['[]', /action is/],
    ['"secret"', /action is/],
    ['{}', /action is/],
    ['{"action":"secret"}', /action is/],
    ['{"action":["ping"]}', /action is/],
    ['{"action":"ping","ticket":"secret"}', /unknown option "ticket"/],
    ['{"action":"subscribe"}', /"ticket" must be a string/],
    ['{"action":"subscribe","ticket":""}', /"ticket" must be a string/],
    ['{"action":"subscribe","ticket":7}', /"ticket" must be a string/],
    ['{"action":"subscribe","ticket":"secret","exportId":"x"}', /unknown option "exportId"/],
    ['{"action":"subscribe","ticket":"secret","__proto__":{}}', /unknown option "__proto__"/],
  ])('refuses %j, saying why and repeating nothing', refuses);

  it('refuses more than 4,096 bytes before it reads them, whatever they are', () => {
    refuses(`{"action":"subscribe","ticket":"${'secret'.repeat(700)}"}`, /at most 4096 bytes/);
    refuses(`{"action":"ping"}${' '.repeat(4080)}`, /at most 4096 bytes/);
    refuses(`{"action":"${'漢'.repeat(1400)}"}`, /at most 4096 bytes/);
  });

  function refuses(text: string, message: RegExp): void {
    assert.throws(
      () => parseClientFrame(text),
      (error: unknown) => {
        assert.ok(ExportEngineError.isInstance(error));
        assert.equal(error.code, 'EXPORT_OPTIONS_INVALID');
        assert.match(error.message, message);
        assert.ok(!error.message.includes('secret'));
        return true;
      },
    );
  }

  it('answers anything with a frame or with a coded error', () => {
    const ticket = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.array(fc.string()));
    const frame = fc.record({ action: fc.constantFrom('subscribe', 'ping', 'junk'), ticket }, { requiredKeys: [] });
    const text = fc.oneof(
      fc.string(),
      frame.map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(text, (input) => {
        try {
          assert.ok(['subscribe', 'ping'].includes(parseClientFrame(input).action));
        } catch (error) {
          assert.ok(ExportEngineError.isInstance(error) && error.code === 'EXPORT_OPTIONS_INVALID', String(error));
        }
      }),
    );
  });
});
