import { deaf, deafOnceStarted, leavingListeners, wrappingReasons } from '../support/broken-signals.ts';
import { type BrokenNotifier, brokenNotifier } from './broken-notifier.ts';

/** Faults in the handling of signals. */
export const brokenStops: readonly BrokenNotifier[] = [
  brokenNotifier('never looks at its signal', ['notifier.signal.before', 'notifier.signal.in-flight'], deaf),
  brokenNotifier('looks at its signal at the start alone', ['notifier.signal.in-flight'], deafOnceStarted),
  brokenNotifier(
    'rejects with an error of its own when aborted',
    ['notifier.signal.before', 'notifier.signal.in-flight'],
    wrappingReasons,
  ),
  brokenNotifier('forgets a listener on its signal', ['notifier.signal.no-listeners'], leavingListeners),
];
