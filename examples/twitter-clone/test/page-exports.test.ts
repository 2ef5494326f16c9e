import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { mergeExports } from '../src/web/page/exports/merge-exports.ts';
import { backOffMs } from '../src/web/page/live/back-off.ts';
import { pageExport } from './support/page-export.ts';

describe('the list of exports', () => {
  it('has the newest export first', () => {
    const older = pageExport({ id: 'a', createdAt: '2022-01-31T12:00:00Z' });
    const newer = pageExport({ id: 'b', createdAt: '2022-01-31T12:00:01Z' });

    assert.deepEqual(mergeExports([older], [newer]), [newer, older]);
  });

  it('takes what is new of an export, also fewer rows after a restart of the server', () => {
    const before = pageExport({ state: 'running', progress: { rows: 500 } });
    const after = pageExport({ state: 'running', progress: { rows: 400 } });

    assert.deepEqual(mergeExports([before], [after]), [after]);
  });

  it('does not bring an export back to life by an answer that was late', () => {
    const ended = pageExport({ state: 'completed' });

    assert.deepEqual(mergeExports([ended], [pageExport({ state: 'running' })]), [ended]);
  });

  it('learns of an ended export whether the requester has been told', () => {
    const pending = pageExport({ deliveries: [{ notifier: 'email', status: 'pending' }] });
    const sent = pageExport({ deliveries: [{ notifier: 'email', status: 'sent' }] });

    assert.deepEqual(mergeExports([pending], [sent]), [sent]);
  });
});

describe('the pause before the next try', () => {
  it('doubles up to eight seconds, and half of it is left to chance', () => {
    const shortest = [0, 1, 2, 3, 4, 5, 50].map((failures) => backOffMs(failures, () => 0));
    const longest = [0, 1, 2, 3, 4, 5, 50].map((failures) => backOffMs(failures, () => 1));

    assert.deepEqual(shortest, [250, 500, 1000, 2000, 4000, 4000, 4000]);
    assert.deepEqual(longest, [500, 1000, 2000, 4000, 8000, 8000, 8000]);
  });
});
