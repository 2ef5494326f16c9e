import { deaf, deafOnceStarted, leavingListeners, wrappingReasons } from '../support/broken-signals.ts';
import { type BrokenSink, brokenSink } from './broken-sink.ts';

/** Faults in the handling of signals. */
export const brokenStops: readonly BrokenSink[] = [
  brokenSink(
    'never looks at its signal',
    [
      'sink.signal.before',
      'sink.signal.begin-in-flight',
      'sink.signal.write-in-flight',
      'sink.signal.complete-in-flight',
      'sink.signal.put-in-flight',
      'sink.signal.abort-in-flight',
      'sink.signal.remove-in-flight',
      'sink.signal.link',
    ],
    deaf,
  ),
  brokenSink(
    'looks at its signal at the start alone',
    [
      'sink.signal.begin-in-flight',
      'sink.signal.write-in-flight',
      'sink.signal.complete-in-flight',
      'sink.signal.put-in-flight',
      'sink.signal.abort-in-flight',
      'sink.signal.remove-in-flight',
      'sink.signal.link',
    ],
    deafOnceStarted,
  ),
  brokenSink(
    'rejects with an error of its own when aborted',
    [
      'sink.signal.before',
      'sink.signal.begin-in-flight',
      'sink.signal.write-in-flight',
      'sink.signal.complete-in-flight',
      'sink.signal.put-in-flight',
      'sink.signal.abort-in-flight',
      'sink.signal.remove-in-flight',
      'sink.signal.link',
    ],
    wrappingReasons,
  ),
  brokenSink('forgets a listener on its signal', ['sink.signal.no-listeners'], leavingListeners),
];
