import assert from 'node:assert/strict';
import { assertJson } from '../support/json.ts';
import { type SinkCase, sinkCase } from './sink-case.ts';

export const declaring: readonly SinkCase[] = [
  sinkCase({
    id: 'sink.declares-itself',
    title: 'declares its contract version, its name and limits that make sense',
    async check(fixture, { assembles = false, ...capabilities }) {
      const sink = fixture.connect();

      assert.equal(sink.specVersion, 1);
      assert.match(sink.name, /^[a-z][a-z0-9-]{0,40}$/, 'the name is short and lower case');
      assertJson(sink.capabilities, 'capabilities');
      assert.deepEqual(sink.capabilities, capabilities, "the harness's capabilities are not the sink's own");
      assert.equal(typeof sink.assemble, assembles ? 'function' : 'undefined', 'the harness is wrong about `assemble`');
      const { minPartBytes, maxPartBytes, maxParts, maxFileBytes, maxLinkSeconds } = sink.capabilities;
      for (const limit of [minPartBytes, maxPartBytes, maxParts, maxFileBytes]) {
        assert.ok(Number.isSafeInteger(limit) && limit >= 1, 'a limit is a positive integer');
      }
      assert.ok(Number.isSafeInteger(maxLinkSeconds) && maxLinkSeconds >= 0);
      assert.ok(minPartBytes <= maxPartBytes, 'the smallest part is larger than the largest');
      assert.ok(maxPartBytes <= maxFileBytes, 'a part is larger than the largest file');
    },
  }),
];
