import type { BenchServers } from '../servers/bench-servers.ts';
import { groupSeconds, machineBusySeconds } from './cpu-times.ts';

/** Processor seconds between two instants, by who used them. */
export interface CpuUse {
  readonly elasticsearch: number;
  readonly s3: number;
  /** Everybody but the servers, this process and the measured one. */
  readonly others: number;
}

/** Begins to count; the result ends the count, and is told what the measured process used. */
export function countCpu({ groups }: Pick<BenchServers, 'groups'>): (measuredSeconds: number) => CpuUse {
  const before = read();
  return (measuredSeconds) => {
    const after = read();
    const elasticsearch = after.elasticsearch - before.elasticsearch;
    const s3 = after.s3 - before.s3;
    const known = elasticsearch + s3 + (after.own - before.own) + measuredSeconds;
    return { elasticsearch, s3, others: Math.max(0, after.machine - before.machine - known) };
  };

  function read() {
    const { user, system } = process.cpuUsage();
    return {
      machine: machineBusySeconds(),
      elasticsearch: groupSeconds(groups.elasticsearch),
      s3: groupSeconds(groups.s3),
      own: (user + system) / 1e6,
    };
  }
}
