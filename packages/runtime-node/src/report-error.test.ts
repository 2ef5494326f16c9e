import assert from 'node:assert/strict';
import { once } from 'node:events';
import { ExportEngineError } from '@export-engine/core';
import { describe, it } from 'vitest';
import { reportTo } from './report-error.ts';

describe('reportTo', () => {
  it('passes on the error and what was going on', () => {
    const seen: unknown[] = [];
    const broken = new Error('broken');

    reportTo((...told) => seen.push(told))(broken, 'upkeep');

    assert.deepEqual(seen, [[broken, 'upkeep']]);
  });

  it('outlives an application whose log fails', () => {
    const report = reportTo(() => {
      throw new Error('The log is full.');
    });

    assert.doesNotThrow(() => report(new Error('broken'), 'request'));
  });

  it('warns when nobody listens, with the words of the engine only', async () => {
    const report = reportTo();

    const warned = once(process, 'warning') as Promise<[Error]>;
    report(new ExportEngineError('EXPORT_STORE_UNAVAILABLE', 'The store is away.'), 'upkeep');
    assert.match((await warned)[0].message, /upkeep: EXPORT_STORE_UNAVAILABLE: The store is away\./);

    const warnedAgain = once(process, 'warning') as Promise<[Error]>;
    report(new TypeError('password=hunter2'), 'request');
    const [{ message }] = await warnedAgain;
    assert.match(message, /request: TypeError/);
    assert.doesNotMatch(message, /hunter2/);
  });
});
