import assert from 'node:assert/strict';
import { ExportEngineError } from '@export-engine/core';
import { describe, it } from 'vitest';
import { memoryServerOptions } from '../test/support/memory-server.ts';
import { createExportServer } from './create-export-server.ts';

const options = memoryServerOptions();

/** [what is given, what the message says] */
const mistakes: readonly (readonly [object, RegExp])[] = [
  [{ prot: 80 }, /createExportServer\(\): unknown option "prot"/],
  [{ engine: undefined }, /option "engine" must be the options of an engine without "orchestrator"; it is missing/],
  [{ engine: { ...options.engine, orchestrator: {} } }, /option "engine" must be .* without "orchestrator"/],
  [{ engine: { ...options.engine, sink: undefined } }, /createExportEngine\(\): option "sink" must be a sink/],
  [{ engine: { ...options.engine, store: undefined } }, /createExportEngine\(\): option "store" must be a store/],
  [{ api: { ...options.api, engine: {} } }, /option "api" must be .* without "engine" and "tickets"/],
  [{ api: { ...options.api, identify: 1 } }, /createExportApi\(\): option "identify" must be a function; got number/],
  [{ port: 65_536 }, /option "port" must be an integer from 0 to 65535; got number 65536/],
  [{ port: '80' }, /option "port" must be an integer .*; got string/],
  [{ host: '' }, /option "host" must be a string of 1 to 255/],
  [{ publicUrl: 'https://app.example/' }, /option "publicUrl" must be an http or https address/],
  [{ publicUrl: 'https://app.example?a=1' }, /option "publicUrl"/],
  [{ publicUrl: 'ftp://app.example' }, /option "publicUrl"/],
  [{ publicUrl: 'app.example' }, /option "publicUrl"/],
  [{ sweep: { everySeconds: 9 } }, /createExportServer\(\): sweep: option "everySeconds" must be .* from 10 to 86400/],
  [{ sweep: { every: 60 } }, /createExportServer\(\): sweep: unknown option "every"/],
  [{ maxConcurrentExports: 0 }, /option "maxConcurrentExports" must be an integer from 1 to 1000/],
  [{ stopTimeoutSeconds: 0 }, /option "stopTimeoutSeconds" must be an integer from 1 to 3600/],
  [{ fetch: {} }, /option "fetch" must be a function; got object/],
  [{ onError: 'console' }, /option "onError" must be a function; got string/],
  [{ push: { secret: 'short' } }, /option "secret" must be/],
  [{ push: {} }, /option "secret" must be .*; it is missing/],
  [{ push: { secret: 'x'.repeat(32), origins: [] } }, /createExportServer\(\): push: unknown option "origins"/],
  [{ push: { secret: 'x'.repeat(32), path: 'push' } }, /option "path" must be/],
];

describe('createExportServer options', () => {
  it.for(mistakes)('refuses %o', ([given, message]) => {
    assert.throws(
      () => createExportServer({ ...options, ...given }),
      (error) => {
        assert.ok(ExportEngineError.isInstance(error));
        assert.equal(error.code, 'EXPORT_OPTIONS_INVALID');
        assert.match(error.message, message);
        assert.doesNotMatch(error.message, /short|xxxx/);
        return true;
      },
    );
  });

  it('opens and calls nothing by being made', () => {
    const untouchable = new Proxy(options.engine.store, {
      get: (store, key) =>
        ['read', 'write', 'list', 'remove'].includes(String(key))
          ? () => assert.fail(`${String(key)} was called`)
          : Reflect.get(store, key),
    });

    const server = createExportServer({ ...options, engine: { ...options.engine, store: untouchable } });

    assert.equal(server.state, 'created');
  });
});
