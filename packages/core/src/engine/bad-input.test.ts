import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { atEachInstant, createWorld } from '../../test/support/virtual-world.ts';
import { ExportEngineError } from '../errors/index.ts';
import { csv } from '../formats/csv/index.ts';
import { memoryNotifier, memorySink, memorySource, memoryStore } from '../memory/index.ts';
import { inProcessOrchestrator } from '../orchestrators/in-process.ts';
import { createExportEngine } from './create-export-engine.ts';

type BadInput = [what: string, input: unknown, ...mentions: (string | RegExp)[]];
type BadCall = [what: string, call: () => unknown, ...mentions: (string | RegExp)[]];

const adapters = () => ({ source: memorySource(), sink: memorySink(), store: memoryStore() });

/** The error is coded, names what is wrong, and holds no secret that was handed in. */
function assertRefusal(error: unknown, mentions: readonly (string | RegExp)[]): true {
  assert.ok(ExportEngineError.isInstance(error), String(error));
  assert.equal(error.code, 'EXPORT_OPTIONS_INVALID');
  for (const mention of mentions)
    assert.match(error.message, typeof mention === 'string' ? literally(mention) : mention);
  assert.doesNotMatch(error.message, /hunter2/);
  return true;
}

function literally(text: string): RegExp {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
}

describe('createExportEngine() refuses', () => {
  const cases: BadInput[] = [
    ['no options', undefined, 'object of options', 'undefined'],
    ['an array', [], 'object of options', 'array'],
    ['an unknown option', { ...adapters(), sourc: 1 }, '"sourc"', 'Allowed: source, sink'],
    ['a missing source', { ...adapters(), source: undefined }, '"source"', 'missing', 'a source'],
    ['a sink that is a string', { ...adapters(), sink: 'hunter2' }, '"sink"', 'got string'],
    ['a store without methods', { ...adapters(), store: {} }, '"store"', 'read, write, list, remove'],
    ['an orchestrator that is a function', { ...adapters(), orchestrator: () => 1 }, '"orchestrator"', 'function'],
    ['notifiers that are no array', { ...adapters(), notifiers: {} }, '"notifiers"', 'array', 'got object'],
    [
      'two notifiers of one name',
      { ...adapters(), notifiers: [memoryNotifier(), memoryNotifier()] },
      '"notifiers"',
      'repeat',
    ],
    ['no format at all', { ...adapters(), formats: {} }, '"formats"', 'at least one'],
    ['a format that is none', { ...adapters(), formats: { csv: 'csv' } }, '"formats"', 'formats by name'],
    ['no columns', { ...adapters(), columns: [] }, '"columns"', '1 to 2000'],
    ['a column of another type', { ...adapters(), columns: [42] }, 'columns[0]', 'number'],
    ['a column without a path', { ...adapters(), columns: [{ header: 'x' }] }, 'columns[0].path', 'missing'],
    [
      'an unknown column key',
      { ...adapters(), columns: ['a', { path: 'b', hedaer: 'x' }] },
      'columns[1].hedaer',
      'Allowed',
    ],
    ['an unknown column type', { ...adapters(), columns: [{ path: 'a', type: 'money' }] }, 'columns[0].type', '"date"'],
    [
      'two columns of one header',
      { ...adapters(), columns: ['a', { path: 'b', header: 'a' }] },
      'columns[1].header',
      'unique',
    ],
    [
      'a column function that is none',
      { ...adapters(), columns: [{ header: 'a', value: 1 }] },
      'columns[0].value',
      'function',
    ],
    [
      'inputs that are no paths',
      { ...adapters(), columns: [{ header: 'a', from: [1], value: String }] },
      'columns[0].from',
    ],
    [
      'an unknown time zone',
      { ...adapters(), columns: [{ path: 'a', type: 'date', timeZone: 'Mars/X' }] },
      'columns[0].timeZone',
    ],
    ['parts that are too small', { ...adapters(), partBytes: 1024 }, '"partBytes"', 'from 5242880', 'number 1024'],
    ['parts that are too large', { ...adapters(), partBytes: 2 ** 50 }, '"partBytes"'],
    [
      'a fractional size',
      { ...adapters(), pageBytes: 1.5 },
      '"pageBytes"',
      'an integer from 1 to 67108864',
      'number 1.5',
    ],
    ['a size as text', { ...adapters(), pageBytes: '4MiB' }, '"pageBytes"', 'got string'],
    ['no part in flight', { ...adapters(), partsInFlight: 0 }, '"partsInFlight"', 'from 1 to 16'],
    ['NaN', { ...adapters(), leaseSeconds: Number.NaN }, '"leaseSeconds"', 'got NaN'],
    ['a file address that is no function', { ...adapters(), fileUrl: 'https://hunter2' }, '"fileUrl"', 'a function'],
  ];

  it.each<BadInput>(cases)('%s', (...[, input, ...mentions]: BadInput) => {
    assert.throws(
      () => createExportEngine(input as never),
      (error) => assertRefusal(error, mentions),
    );
  });

  it('an adapter of another version of the contracts', () => {
    const source = { ...memorySource(), specVersion: 2 as never };

    assert.throws(() => createExportEngine({ ...adapters(), source }), { code: 'EXPORT_SPEC_UNSUPPORTED' });
  });
});

describe('start() refuses, with nothing started and nothing written,', () => {
  const ok = { owner: 'ada', query: {} };
  const cases: BadInput[] = [
    ['no request', undefined, 'object of options'],
    ['a missing owner', { query: {} }, '"owner"', 'missing'],
    ['an empty owner', { ...ok, owner: '' }, '"owner"', '1 to 256'],
    ['a missing query', { owner: 'ada' }, '"query"', 'missing'],
    ['a query of another type', { ...ok, query: 'hunter2' }, 'query', 'string'],
    ['an unknown query key', { ...ok, query: { wher: {} } }, '"wher"'],
    ['an unknown request key', { ...ok, filename: 'a.csv' }, '"filename"', 'fileName'],
    ['an unknown format', { ...ok, format: 'xlsx' }, '"format"', '"csv"', '"ndjson"'],
    ['no columns', { ...ok, columns: [] }, '"columns"'],
    [
      'a column function in a request',
      { ...ok, columns: [{ header: 'a', value: String }] },
      '"columns"',
      "engine's own",
    ],
    ['an empty path', { ...ok, columns: [''] }, 'columns[0]'],
    [
      'a date format on a column that is no date',
      { ...ok, columns: [{ path: 'a', dateFormat: 'yyyy' }] },
      'columns[0].dateFormat',
    ],
    ['a file name with a slash', { ...ok, fileName: '../etc/passwd' }, '"fileName"', 'slashes'],
    ['a file name with a line break', { ...ok, fileName: 'a\r\nSet-Cookie: x' }, '"fileName"', 'control characters'],
    ['a file name of dots', { ...ok, fileName: '..' }, '"fileName"', 'dots'],
    ['a file name that turns text around', { ...ok, fileName: 'exe.\u202evsc' }, '"fileName"'],
    ['a file name with half a character', { ...ok, fileName: 'a\ud800' }, '"fileName"', 'well-formed'],
    ['a file name that is too long', { ...ok, fileName: 'x'.repeat(201) }, '"fileName"', '201 characters'],
    ['no partition', { ...ok, partitions: 0 }, '"partitions"', '1 to 1024'],
    ['a fractional partition', { ...ok, partitions: 1.5 }, '"partitions"', 'number 1.5'],
    ['recipients that are no array', { ...ok, notify: { notifier: 'memory' } }, '"notify"', 'array'],
    ['an unknown notifier', { ...ok, notify: [{ notifier: 'fax', recipient: 1 }] }, 'notify[0].notifier', '"memory"'],
    [
      'a recipient the notifier does not understand',
      { ...ok, notify: [{ notifier: 'memory', recipient: 7 }] },
      'recipient',
      'number',
    ],
  ];

  it.each<BadInput>(cases)('%s', async (...[, input, ...mentions]: BadInput) => {
    let calls = 0;
    const world = createWorld([]);
    const { engine } = world.createWorker({ plan: atEachInstant(() => calls++) });

    await assert.rejects(engine.start(input as never), (error) => assertRefusal(error, mentions));

    assert.equal(calls, 0, 'no adapter was called');
  });

  it('several partitions of a source that can not split', async () => {
    const engine = createExportEngine({ ...adapters(), source: memorySource({ partitions: false }) });

    await assert.rejects(engine.start({ owner: 'ada', query: {}, partitions: 2 }), (error) =>
      assertRefusal(error, ['"partitions"', "can't split", 'got 2']),
    );
  });
});

describe('the other calls refuse', () => {
  const { engine } = createWorld([]).createWorker();
  const id = crypto.randomUUID();
  const cases: BadCall[] = [
    ['status() without an owner', () => engine.status(id, {} as never), 'status()', '"owner"'],
    ['status() of an id that is no string', () => engine.status(7 as never, { owner: 'ada' }), 'id', 'number'],
    [
      'link() for no time',
      () => engine.link(id, { owner: 'ada', expiresInSeconds: 0 }),
      '"expiresInSeconds"',
      '1 to 604800',
    ],
    [
      'link() for more than a week',
      () => engine.link(id, { owner: 'ada', expiresInSeconds: 700_000 }),
      '"expiresInSeconds"',
    ],
    ['cancel() with an unknown option', () => engine.cancel(id, { owner: 'ada', force: true } as never), '"force"'],
    [
      'sweep() that abandons too early',
      () => engine.sweep({ abandonedAfterSeconds: 5 }),
      '"abandonedAfterSeconds"',
      '60',
    ],
    ['resume() with a signal that is none', () => engine.resume({ signal: {} as never }), '"signal"', 'AbortSignal'],
    [
      'inProcessOrchestrator() without room',
      () => inProcessOrchestrator({ maxConcurrentExports: 0 }),
      '"maxConcurrentExports"',
    ],
    ['csv() with an unknown dialect', () => csv({ dialect: 'lotus' as never }), '"dialect"', '"excel"'],
    ['csv() with a delimiter of two characters', () => csv({ delimiter: '||' }), '"delimiter"'],
    ['csv() with an unknown option', () => csv({ delimeter: ';' } as never), '"delimeter"', 'delimiter'],
  ];

  it.each<BadCall>(cases)('%s', async (...[, call, ...mentions]: BadCall) => {
    await assert.rejects(
      async () => call(),
      (error) => assertRefusal(error, mentions),
    );
  });
});
