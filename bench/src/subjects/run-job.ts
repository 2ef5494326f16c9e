import { readFileSync, writeFileSync } from 'node:fs';
import type { Job, Outcome } from './job.ts';

/**
 * Does the job that is this process's argument. At the very end of the process it writes what became of it, and what the
 * whole process has used, start-up included.
 */
export function runJob(work: (job: Job) => Promise<Pick<Outcome, 'rows' | 'key'>>): void {
  const job = JSON.parse(process.argv[2] ?? '') as Job;
  let done: Pick<Outcome, 'rows' | 'key'> | undefined;
  process.once('exit', () => {
    if (done === undefined) return;
    const { userCPUTime, systemCPUTime } = process.resourceUsage();
    const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6;
    const outcome: Outcome = { ...done, cpuSeconds, peakRssBytes: peakRssBytes() };
    writeFileSync(job.outcomeFile, JSON.stringify(outcome));
  });
  work(job).then(
    (result) => {
      done = result;
    },
    (error: unknown) => {
      process.exitCode = 1;
      process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    },
  );
}

/** Not `maxRSS`, which begins with what the parent had when it forked. */
function peakRssBytes(): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}
