import assert from 'node:assert/strict';
import { sqliteSource } from '@export-engine/adapter-sqlite';
import {
  createExportEngine,
  csv,
  type ExportRequest,
  inProcessOrchestrator,
  memorySink,
  memoryStore,
} from '@export-engine/core';
import { describe, it } from 'vitest';
import { createDatabase } from './support/database.ts';

describe('an export from SQLite', () => {
  it('keeps every digit and every kind of value, up to the cells of the file', async () => {
    await using backend = await createDatabase(`
      CREATE TABLE posts (PostID INTEGER PRIMARY KEY, score REAL, "a.b" TEXT, Tags TEXT, file BLOB, flag BOOLEAN, note TEXT);
      INSERT INTO posts VALUES
        (1500000000000000001, 0.1, 'Zoë "says" 漢字🙂', '["news", "a;b"]', x'00ff10', true, NULL),
        (9223372036854775807, 3.0, 'two
lines', '[9007199254740993]', NULL, false, '')`);

    const file = await exported(backend.path, { table: 'posts', json: ['Tags'] });

    assert.equal(
      file,
      [
        'PostID,score,a.b,Tags,file,flag,note',
        '1500000000000000001,0.1,"Zoë ""says"" 漢字🙂",news;a;b,AP8Q,1,',
        '9223372036854775807,3.0,"two\nlines",9007199254740993,,0,',
        '',
      ].join('\r\n'),
    );
  });

  it('reads a database that is kept in UTF-16', async () => {
    await using backend = await createDatabase(`
      PRAGMA encoding = 'UTF-16le'; CREATE TABLE t (name TEXT); INSERT INTO t VALUES ('Zoë 漢字🙂')`);

    assert.equal(await exported(backend.path, { table: 't', where: { name: 'Zoë 漢字🙂' } }), 'name\r\nZoë 漢字🙂\r\n');
  });

  it('binds what it is given: no number loses a digit or becomes a REAL', async () => {
    await using backend = await createDatabase();
    const sql = `SELECT :id AS id, typeof(:id) AS "type of id", :whole AS whole, :part AS part, :yes AS yes, :none AS none`;
    const parameters = { id: { integer: '9007199254740993' }, whole: 5, part: 0.5, yes: true, none: null };

    assert.equal(
      await exported(backend.path, { sql, parameters }),
      'id,type of id,whole,part,yes,none\r\n9007199254740993,integer,5,0.5,1,\r\n',
    );
  });
});

async function exported(path: string, query: ExportRequest['query']): Promise<string> {
  const sink = memorySink();
  const orchestrator = inProcessOrchestrator();
  const formats = { csv: csv({ bom: false, arraySeparator: ';' }) };
  const engine = createExportEngine({
    source: sqliteSource({ path }),
    sink,
    store: memoryStore(),
    orchestrator,
    formats,
  });
  const { id } = await engine.start({ owner: 'ada', query: query as never });
  await orchestrator.idle();
  const { state, failure } = await engine.status(id, { owner: 'ada' });
  assert.equal(state, 'completed', failure?.message);
  const [file] = sink.backend.files.values();
  return Buffer.from(file?.bytes ?? []).toString();
}
