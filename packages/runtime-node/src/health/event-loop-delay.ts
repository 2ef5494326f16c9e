import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Longest time that is looked back on, in milliseconds, when somebody asks at least that often. */
const windowMs = 60_000;
/** How often the loop is looked at, in milliseconds. */
const resolutionMs = 10;

/** How late the event loop is: what every request of this process waits at least. */
export interface EventLoopDelay {
  start(): void;
  stop(): void;
  /** The 99th percentile of the last minute, in milliseconds: by how much timers were late. */
  p99Ms(): number;
}

export function createEventLoopDelay(): EventLoopDelay {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  let since = 0;

  return {
    start() {
      since = performance.now();
      histogram.enable();
    },
    stop() {
      histogram.disable();
    },
    p99Ms() {
      const p99 = histogram.count === 0 ? 0 : histogram.percentile(99) / 1e6 - resolutionMs;
      if (performance.now() - since > windowMs) {
        since = performance.now();
        histogram.reset();
      }
      return Math.max(0, Math.round(p99));
    },
  };
}
