import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { ProcessMeasures } from './process-messages.ts';

const sampleMs = 10;

/** Measures this process until the returned function is called. */
export function beginMeasuring(): () => ProcessMeasures {
  const histogram = monitorEventLoopDelay({ resolution: sampleMs });
  const busy: number[] = [];
  const rssBefore = process.memoryUsage.rss();
  const waitedBefore = msWaitedForCpu();
  let rssPeak = rssBefore;
  let usage = process.threadCpuUsage();
  const timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(usage);
    usage = process.threadCpuUsage();
    busy.push((user + system) / 1000);
    if (busy.length % 5 === 0) rssPeak = Math.max(rssPeak, process.memoryUsage.rss());
  }, sampleMs);
  histogram.enable();

  return () => {
    histogram.disable();
    clearInterval(timer);
    const busySum = busy.reduce((sum, ms) => sum + ms, 0);
    return {
      rssBefore,
      rssPeak,
      eventLoopDelayMs: histogram.percentile(99) / 1e6 - sampleMs,
      busyMs: busy.sort((one, other) => one - other)[Math.floor(busy.length * 0.99)] ?? 0,
      cpuShare: busySum / (busySum + msWaitedForCpu() - waitedBefore),
    };
  };
}

/** How long the main thread has been kept from computing by others. Only Linux tells; elsewhere it is taken for nothing. */
function msWaitedForCpu(): number {
  if (process.platform !== 'linux') return 0;
  return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1e6;
}
