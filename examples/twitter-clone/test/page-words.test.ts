import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { deliveryWords } from '../src/web/page/exports/delivery-words.ts';
import { endingWords, pushToast } from '../src/web/page/exports/ending-words.ts';
import { outcomeWords } from '../src/web/page/exports/outcome-words.ts';
import { progressWords } from '../src/web/page/exports/progress-words.ts';
import { formatBytes } from '../src/web/page/format/bytes.ts';
import { formatDuration } from '../src/web/page/format/durations.ts';
import { formatCountOf } from '../src/web/page/format/numbers.ts';
import { searchWords } from '../src/web/page/format/search-words.ts';
import { formatRelativeTime } from '../src/web/page/format/times.ts';
import { pageExport } from './support/page-export.ts';

describe('the words of the page', () => {
  it('count in thousands and know the singular', () => {
    assert.deepEqual(
      [0, 1, 1_234_567].map((count) => formatCountOf(count, 'row', 'rows')),
      ['0 rows', '1 row', '1,234,567 rows'],
    );
  });

  it('give sizes in the unit that fits', () => {
    assert.deepEqual([0, 999, 1000, 25_498_376, 123_456_789, 7.1e12].map(formatBytes), [
      '0 byte',
      '999 byte',
      '1 kB',
      '25.5 MB',
      '123 MB',
      '7.1 TB',
    ]);
  });

  it('give durations no more exactly than anyone needs', () => {
    assert.deepEqual([0.2, 8.4, 59.7, 125, 3600, 11_550].map(formatDuration), [
      'under 1 s',
      '8 s',
      '1 min',
      '2 min 5 s',
      '1 h',
      '3 h 12 min',
    ]);
  });

  it('tell times relative to now, and older ones by their day', () => {
    const now = Date.parse('2022-02-10T12:00:00Z');

    assert.deepEqual(
      [
        '2022-02-10T11:59:30Z',
        '2022-02-10T11:55:00Z',
        '2022-02-10T09:00:00Z',
        '2022-02-09T09:00:00Z',
        '2022-01-31T23:30:00Z',
      ].map((iso) => formatRelativeTime(iso, now)),
      ['just now', '5 minutes ago', '3 hours ago', 'yesterday', 'Jan 31, 2022'],
    );
  });

  it('say what was searched for', () => {
    assert.deepEqual(
      [
        { text: '', from: '', to: '' },
        { text: 'coffee', from: '', to: '' },
        { text: 'coffee', from: '2022-01-01', to: '2022-01-31' },
        { text: '', from: '', to: '2022-01-31' },
      ].map(searchWords),
      ['in all', 'with “coffee”', 'with “coffee”, from Jan 1, 2022 until Jan 31, 2022', 'until Jan 31, 2022'],
    );
  });

  it('tell how far an export is, how fast it goes and how long it takes', () => {
    const progress = { rows: 45_000, expectedRows: 200_000, rowsPerSecond: 41_200, secondsLeft: 4 };

    assert.deepEqual(progressWords(pageExport({ state: 'running', progress })), {
      counted: '45,000 of 200,000 rows',
      pace: '41,200 rows/s, 4 s left',
    });
  });

  it('claim no rate, no time and no end that nobody knows', () => {
    const progress = { rows: 45_000, expectedRows: null, rowsPerSecond: 0, secondsLeft: null };

    assert.deepEqual(progressWords(pageExport({ state: 'running', progress })), { counted: '45,000 rows', pace: '' });
  });

  it('say that an interrupted export tries again by itself', () => {
    const { pace } = progressWords(pageExport({ state: 'running', waitingOn: 'EXPORT_SOURCE_UNAVAILABLE' }));

    assert.equal(pace, 'Interrupted; trying again by itself');
  });

  it('tell each ending by its own name', () => {
    const progress = { rows: 1200, bytes: 312_000 };
    const failure = { code: 'EXPORT_SOURCE_INCOMPLETE', message: 'Rows are missing.' };
    const times = { createdAt: '2022-01-31T12:00:00Z', endedAt: '2022-01-31T12:00:05Z', progress };

    assert.deepEqual(
      [
        pageExport({ state: 'completed', ...times }),
        pageExport({ state: 'failed', failure, ...times }),
        pageExport({ state: 'cancelled', ...times }),
      ].map((status) => [outcomeWords(status), endingWords(status)]),
      [
        ['1,200 rows, 312 kB, in 5 s.', 'Export finished: 1,200 rows in posts.csv.'],
        ['Rows are missing. (EXPORT_SOURCE_INCOMPLETE)', 'Export failed. Rows are missing.'],
        ['Stopped. No file was kept.', 'Export cancelled.'],
      ],
    );
  });

  it('say whether whoever was to be told has been told', () => {
    assert.deepEqual(
      [[], [{ notifier: 'email', status: 'sent' as const }], [{ notifier: 'push', status: 'failed' as const }]].map(
        (deliveries) => deliveryWords(pageExport({ deliveries })),
      ),
      ['', 'Mailed.', 'The push could not be sent.'],
    );
  });
});

describe('the notice of a push', () => {
  const ending = { exportId: 'e1', fileName: 'posts.csv', rows: 1200, bytes: 312_000, endedAt: '2022-01-31T12:00:05Z' };

  it('leads to the file of a completed export', () => {
    const { fileOf, detail } = pushToast({ ...ending, state: 'completed' });

    assert.equal(fileOf, 'e1');
    assert.equal(detail, 'posts.csv · 1,200 rows · 312 kB');
  });

  it('leads nowhere when there is no file', () => {
    const failure = { code: 'EXPORT_SOURCE_INCOMPLETE', message: 'Rows are missing.' };

    assert.deepEqual(
      [pushToast({ ...ending, state: 'failed', failure }), pushToast({ ...ending, state: 'cancelled' })].map(
        ({ title, fileOf }) => [title, fileOf],
      ),
      [
        ['Your export failed', undefined],
        ['Your export was cancelled', undefined],
      ],
    );
  });
});
