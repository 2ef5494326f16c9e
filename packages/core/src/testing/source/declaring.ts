import assert from 'node:assert/strict';
import { assertJson } from '../support/json.ts';
import { type SourceCase, sourceCase } from './source-case.ts';

export const declaring: readonly SourceCase[] = [
  sourceCase({
    id: 'source.declares-itself',
    title: 'declares its contract version, its name and well-formed capabilities',
    async check(fixture, capabilities) {
      const source = fixture.connect();

      assert.equal(source.specVersion, 1);
      assert.match(source.name, /^[a-z][a-z0-9-]{0,40}$/, 'the name is short and lower case');
      assertJson(source.capabilities, 'capabilities');
      assert.deepEqual(source.capabilities, capabilities, "the harness's capabilities are not the source's own");
      const { snapshot, partitions, count, resume, batches } = source.capabilities;
      assert.equal(typeof snapshot, 'boolean');
      assert.equal(typeof partitions, 'boolean');
      assert.ok(['exact', 'estimate', 'none'].includes(count));
      assert.ok(['snapshot', 'keyset', 'none'].includes(resume));
      assert.ok(['documents', 'json'].includes(batches));
      assert.ok(snapshot || resume !== 'snapshot', 'a source without snapshots can not resume on one');
    },
  }),
];
