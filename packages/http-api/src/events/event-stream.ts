import type { ExportStatus } from '@export-engine/core';
import { viewOf } from '../status-view.ts';
import { eventText, hasEnded, heartbeatText, retryText } from './event-text.ts';
import type { WatchSession } from './watch-session.ts';

/** Shorter than the idle time-outs on the way; nginx and AWS load balancers wait 60 s. */
const heartbeatMs = 15_000;

export interface EventStreamOptions {
  /** The current status, already read. */
  readonly first: ExportStatus;
  /** Longest life of the stream, in milliseconds. */
  readonly lifeMs: number;
  /** Told of a watch that failed; the stream then closes, and the client connects again. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * The statuses of one watch as server-sent events. Nothing is read ahead of the client. The end of the stream ends the
 * watch, and so does the client's leaving: no timer and no listener outlives it.
 */
export function eventStream(watch: WatchSession, options: EventStreamOptions): ReadableStream<Uint8Array> {
  const texts = eventTexts(watch, options);
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      async pull(controller) {
        const text = await texts.next();
        if (text.done === true) controller.close();
        else controller.enqueue(encoder.encode(text.value));
      },
      cancel: () => watch.stop(),
    },
    { highWaterMark: 0 },
  );
}

async function* eventTexts(watch: WatchSession, options: EventStreamOptions): AsyncGenerator<string, void, undefined> {
  const { first, lifeMs, onFailure } = options;
  const closesAt = performance.now() + lifeMs;
  try {
    yield retryText + eventText(viewOf(first), 1);
    for (let status = first, number = 2; !hasEnded(status); ) {
      const news = await watch.next({ withinMs: Math.min(heartbeatMs, closesAt - performance.now()) });
      const isOver = news === 'over' || (news === 'quiet' && performance.now() >= closesAt);
      if (isOver) return;
      if (news !== 'quiet') status = news;
      yield news === 'quiet' ? heartbeatText : eventText(viewOf(news), number++);
    }
  } catch (error) {
    onFailure(error);
  } finally {
    watch.stop();
  }
}
