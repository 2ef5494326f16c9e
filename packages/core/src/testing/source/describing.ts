import assert from 'node:assert/strict';
import { assertJson } from '../support/json.ts';
import { liveSignal } from '../support/signals.ts';
import { contractRows } from './contract-rows.ts';
import { type SourceCase, sourceCase } from './source-case.ts';

const columnTypes = ['auto', 'text', 'number', 'boolean', 'date', 'json'];

export const describing: readonly SourceCase[] = [
  sourceCase({
    id: 'source.describe.columns',
    title: 'describes the columns of a query, each once, in the same order every time',
    async check(fixture) {
      await fixture.addRows(contractRows(3));
      const [source, another] = [fixture.connect(), fixture.connect()];
      const query = source.validate(fixture.query);

      const columns = await source.describe(query, { signal: liveSignal() });

      assertJson(columns, 'the description');
      const paths = columns.map((column) => column.path);
      assert.deepEqual(
        ['id', 'rank', 'text'],
        paths.filter((path) => ['id', 'rank', 'text'].includes(path)).toSorted(),
      );
      assert.equal(new Set(paths).size, paths.length, 'a path is described twice');
      for (const { type } of columns) assert.ok(columnTypes.includes(type), `unknown column type ${type}`);
      assert.deepEqual(await another.describe(query, { signal: liveSignal() }), columns);
    },
  }),
];
