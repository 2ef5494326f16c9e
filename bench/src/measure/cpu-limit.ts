import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processSeconds } from './cpu-times.ts';

/** Holds a process down to a share of one CPU. */
export interface CpuLimit {
  /** How it is done, for the report. */
  readonly method: string;
  /** Put before a command and its arguments. */
  readonly prefix: readonly string[];
  /** Called with the process once it runs; the result is called when it has ended. */
  readonly attach: (pid: number) => () => void;
  /** Removes what was made for it. */
  readonly close: () => void;
}

/**
 * A quota of the kernel's where we may set one, which is how a Lambda function is held down too; else the process is stopped
 * and continued by signals.
 *
 * @param cpus more than 0 and less than 1
 */
export function openCpuLimit(cpus: number): CpuLimit {
  return openCgroup(cpus) ?? signals(cpus);
}

const cgroupRoot = '/sys/fs/cgroup/cpu';
const cgroupPeriodUs = 20_000;

/** A control group, version 1, made by root. `undefined` where that can't be. */
function openCgroup(cpus: number): CpuLimit | undefined {
  const group = join(cgroupRoot, `export-engine-bench-${process.pid}`);
  try {
    mkdirSync(group);
  } catch {
    return undefined;
  }
  const close = (): void => rmdirSync(group);
  try {
    writeFileSync(join(group, 'cpu.cfs_period_us'), String(cgroupPeriodUs));
    writeFileSync(join(group, 'cpu.cfs_quota_us'), String(Math.round(cpus * cgroupPeriodUs)));
  } catch {
    close();
    return undefined;
  }
  return {
    method: `a cgroup quota of ${cpus} of a CPU in periods of ${cgroupPeriodUs / 1000} ms`,
    // It joins the group before it becomes the program, so that its start is held down as well.
    prefix: ['/bin/sh', '-c', 'echo $$ > "$0" && exec "$@"', join(group, 'cgroup.procs')],
    attach: () => () => undefined,
    close,
  };
}

const signalPeriodMs = 10;

/** Stops the process whenever it is ahead of its share. Coarser than a quota: the kernel counts in steps of 10 ms. */
export function signals(cpus: number): CpuLimit {
  return {
    method: `SIGSTOP whenever it has used more than ${cpus} of a CPU so far, looked at every ${signalPeriodMs} ms`,
    prefix: [],
    attach(pid) {
      const startedAt = performance.now();
      const usedBefore = processSeconds(pid) ?? 0;
      const timer = setInterval(() => {
        const used = processSeconds(pid);
        if (used === undefined) return;
        const allowed = ((performance.now() - startedAt) / 1000) * cpus;
        signal(pid, used - usedBefore > allowed ? 'SIGSTOP' : 'SIGCONT');
      }, signalPeriodMs);
      return () => clearInterval(timer);
    },
    close: () => undefined,
  };
}

function signal(pid: number, name: 'SIGSTOP' | 'SIGCONT'): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended since.
  }
}
