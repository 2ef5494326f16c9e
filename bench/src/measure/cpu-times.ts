import { readdirSync, readFileSync } from 'node:fs';

/** What `/proc` counts in: USER_HZ, which is 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** Processor seconds that the whole machine has been busy since its start, whoever used them. */
export function machineBusySeconds(): number {
  const [, numbers = ''] = /^cpu\s+(.+)$/m.exec(readFileSync('/proc/stat', 'utf8')) ?? [];
  // user nice system idle iowait irq softirq steal: see proc_stat(5). What a hypervisor stole is somebody else's too.
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = numbers.split(' ').map(Number);
  return (user + nice + system + irq + softirq + steal) / ticksPerSecond;
}

/** Processor seconds of all living processes of a process group. */
export function groupSeconds(group: number): number {
  let ticks = 0;
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = readStat(entry);
    if (stat?.group === group) ticks += stat.ticks;
  }
  return ticks / ticksPerSecond;
}

/** Processor seconds of one process; `undefined` when it is gone. */
export function processSeconds(pid: number): number | undefined {
  const stat = readStat(String(pid));
  return stat === undefined ? undefined : stat.ticks / ticksPerSecond;
}

function readStat(pid: string): { readonly group: number; readonly ticks: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in parentheses, may hold blanks. After it: state ppid pgrp ...; utime and stime are fields 14 and 15.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { group: Number(fields[2]), ticks: Number(fields[11]) + Number(fields[12]) };
  } catch {
    return undefined;
  }
}
