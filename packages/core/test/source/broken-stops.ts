import { deaf, deafOnceStarted, leavingListeners, wrappingReasons } from '../support/broken-signals.ts';
import { type BrokenSource, brokenSource } from './broken-source.ts';

/** Faults in the handling of signals. */
export const brokenStops: readonly BrokenSource[] = [
  brokenSource(
    'never looks at its signal',
    [
      'source.abort.before',
      'source.abort.open-in-flight',
      'source.abort.describe-in-flight',
      'source.abort.read-in-flight',
      'source.abort.between-pages',
    ],
    deaf,
  ),
  brokenSource(
    'looks at its signal at the start alone',
    [
      'source.abort.open-in-flight',
      'source.abort.describe-in-flight',
      'source.abort.read-in-flight',
      'source.abort.between-pages',
    ],
    deafOnceStarted,
  ),
  brokenSource(
    'rejects with an error of its own when aborted',
    [
      'source.abort.before',
      'source.abort.open-in-flight',
      'source.abort.describe-in-flight',
      'source.abort.read-in-flight',
      'source.abort.between-pages',
    ],
    wrappingReasons,
  ),
  brokenSource('forgets a listener on its signal', ['source.abort.no-listeners'], leavingListeners),
  brokenSource(
    'leaves the view open when it is aborted while opening',
    ['source.abort.before', 'source.abort.open-in-flight'],
    (source) => ({
      async open(query, options) {
        const snapshot = await source.open(query, { ...options, signal: new AbortController().signal });
        options.signal.throwIfAborted();
        return snapshot;
      },
    }),
  ),
];
