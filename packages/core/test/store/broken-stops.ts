import { deaf, deafOnceStarted, leavingListeners, wrappingReasons } from '../support/broken-signals.ts';
import { type BrokenStore, brokenStore } from './broken-store.ts';

/** Faults in the handling of signals. */
export const brokenStops: readonly BrokenStore[] = [
  brokenStore(
    'never looks at its signal',
    [
      'store.signal.before',
      'store.signal.read-in-flight',
      'store.signal.write-in-flight',
      'store.signal.remove-in-flight',
    ],
    deaf,
  ),
  brokenStore(
    'looks at its signal at the start alone',
    ['store.signal.read-in-flight', 'store.signal.write-in-flight', 'store.signal.remove-in-flight'],
    deafOnceStarted,
  ),
  brokenStore(
    'rejects with an error of its own when aborted',
    [
      'store.signal.before',
      'store.signal.read-in-flight',
      'store.signal.write-in-flight',
      'store.signal.remove-in-flight',
    ],
    wrappingReasons,
  ),
  brokenStore('forgets a listener on its signal', ['store.signal.no-listeners'], leavingListeners),
];
