import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { createExportWatcher, type ExportWatcherOptions } from './index.ts';

const never = (): Promise<never> => new Promise(() => {});
const good: ExportWatcherOptions = {
  exportId: 'export-1',
  webSocketUrl: 'wss://app.example/push',
  fetchStatus: never,
  getTicket: never,
  onEnded() {},
};

function refusal(options: unknown): TypeError & { code?: string } {
  try {
    (createExportWatcher as (options: unknown) => unknown)(options);
  } catch (error) {
    assert.ok(error instanceof TypeError);
    return error;
  }
  return assert.fail('the options were taken');
}

describe('createExportWatcher: options', () => {
  it('takes the least, and options that are undefined', () => {
    createExportWatcher(good).close();
    createExportWatcher({ ...good, onStatus: undefined, polling: undefined, backoff: { maxMs: undefined } }).close();
  });

  it.each([
    ['exportId', ''],
    ['exportId', 7],
    ['webSocketUrl', 'https://app.example/push'],
    ['webSocketUrl', '/push'],
    ['fetchStatus', undefined],
    ['getTicket', 'ticket'],
    ['onStatus', 1],
    ['onEnded', undefined],
    ['onError', null],
    ['isFinal', true],
    ['polling', 5000],
    ['backoff', null],
    ['pingIntervalMs', 540_001],
    ['WebSocket', 'WebSocket'],
  ])('refuses %s: %j at once, naming it', (option, value) => {
    const error = refusal({ ...good, [option]: value });

    assert.equal(error.code, 'EXPORT_OPTIONS_INVALID');
    assert.ok(error.message.startsWith(`createExportWatcher(): option "${option}" must be `), error.message);
    assert.ok(!error.message.includes('app.example') || option === 'webSocketUrl');
  });

  it('refuses what it does not know, also in polling and backoff, and no object at all', () => {
    assert.match(refusal({ ...good, surprise: 1 }).message, /^createExportWatcher\(\): unknown option "surprise"/);
    assert.match(refusal({ ...good, constructor: 1 }).message, /unknown option "constructor"/);
    assert.match(refusal({ ...good, polling: { everyMs: 1 } }).message, /^polling: unknown option "everyMs"/);
    assert.match(
      refusal({ ...good, polling: { intervalMs: 9 } }).message,
      /^polling: option "intervalMs" must be an int/,
    );
    assert.match(refusal({ ...good, backoff: { maxMs: 0.5 } }).message, /^backoff: option "maxMs" must be an integer/);
    assert.match(refusal(undefined).message, /takes an object of options; got undefined/);
    assert.match(refusal(null).message, /takes an object of options; got null/);
  });
});
