import assert from 'node:assert/strict';
import { assertThrows } from '../support/assert-code.ts';
import { assertJson } from '../support/json.ts';
import { type SourceCase, sourceCase } from './source-case.ts';

export const validating: readonly SourceCase[] = [
  sourceCase({
    id: 'source.validate.refuses-junk',
    title: 'refuses what is no query with EXPORT_OPTIONS_INVALID',
    async check(fixture) {
      const source = fixture.connect();
      const junk = [undefined, Number.NaN, () => {}, Symbol('junk'), ...fixture.invalidQueries];

      assert.ok(fixture.invalidQueries.length > 0, 'the fixture names invalid queries');
      for (const query of junk) assertThrows(() => source.validate(query), 'EXPORT_OPTIONS_INVALID');
    },
  }),
  sourceCase({
    id: 'source.validate.refuses-unknown-fields',
    title: 'refuses a query with a field it does not know, for it may be a typing error',
    async check(fixture) {
      const { query } = fixture;
      if (typeof query !== 'object' || query === null || Array.isArray(query)) return;

      assertThrows(() => fixture.connect().validate({ ...query, surprise: true }), 'EXPORT_OPTIONS_INVALID');
    },
  }),
  sourceCase({
    id: 'source.validate.settled-form',
    title: 'returns a query as JSON that validates to itself, and leaves the one handed in alone',
    async check(fixture) {
      const source = fixture.connect();
      const handedIn = structuredClone(fixture.query);

      const settled = source.validate(handedIn);

      assert.deepEqual(handedIn, fixture.query, 'validate changed the query handed in');
      assertJson(settled, 'the validated query');
      assert.deepEqual(source.validate(settled), settled, 'validating twice gives another query');
    },
  }),
];
