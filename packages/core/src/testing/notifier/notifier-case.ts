import assert from 'node:assert/strict';
import type { ExportEvent } from '../../contracts/index.ts';
import { type ContractCase, type ContractCaseDefinition, contractCase, type NoCapabilities } from '../contract-case.ts';
import { eventually } from '../support/eventually.ts';
import { liveSignal } from '../support/signals.ts';
import type { NotifierFixture } from './notifier-harness.ts';

export type NotifierCase = ContractCase<NotifierFixture, NoCapabilities>;

export function notifierCase(definition: ContractCaseDefinition<NotifierFixture, NoCapabilities>): NotifierCase {
  return contractCase(definition);
}

/** The ending of an export, told to the fixture's recipient. */
export function eventOf(fixture: NotifierFixture, changes: Partial<ExportEvent> = {}): ExportEvent {
  return {
    type: 'completed',
    exportId: 'export-1',
    owner: 'owner-1',
    recipient: fixture.recipient,
    fileName: 'Überblick 漢字.csv',
    rows: 1234,
    bytes: 56_789,
    fileUrl: 'https://app.example/exports/export-1/file',
    endedAt: '2026-01-02T03:04:05.678Z',
    ...changes,
  };
}

/** A failed export's event. */
export function failedEventOf(fixture: NotifierFixture): ExportEvent {
  const failure = { code: 'EXPORT_SOURCE_INCOMPLETE', message: 'Rows are missing.' };
  return eventOf(fixture, { type: 'failed', fileUrl: undefined, failure });
}

export async function notify(fixture: NotifierFixture, event: ExportEvent): Promise<void> {
  await fixture.connect().notify(event, { signal: liveSignal() });
}

/** The messages that arrived, once there are so many. */
export function receivedMessages(fixture: NotifierFixture, count: number): Promise<readonly string[]> {
  return eventually(async () => {
    const messages = await fixture.received();
    assert.equal(messages.length, count, `${messages.length} messages arrived; there should be ${count}`);
    return messages;
  });
}
