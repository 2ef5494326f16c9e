/** The part of a `.cpuprofile` that is read here. */
export interface CpuProfile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: CallFrame }[];
  /** The node that ran, sample by sample. */
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

export interface CallFrame {
  readonly functionName: string;
  /** Empty for what is not JavaScript: `(garbage collector)`, `writev`. */
  readonly url: string;
  /** 0-based. */
  readonly lineNumber: number;
}

export interface FunctionTime {
  readonly name: string;
  readonly milliseconds: number;
  /** Of all the time that was not idle, 0 to 1. */
  readonly share: number;
}

/**
 * The functions in which the main thread spent its time, their callees not counted, the most expensive first.
 *
 * @param placeOf names a place in a file, for people
 */
export function selfTimes(
  { nodes, samples, timeDeltas }: CpuProfile,
  placeOf: (frame: CallFrame) => string,
): readonly FunctionTime[] {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame, placeOf)]));
  const times = new Map<string, number>();
  for (const [index, node] of samples.entries()) {
    const name = names.get(node) ?? '';
    if (name === '(idle)') continue;
    times.set(name, (times.get(name) ?? 0) + (timeDeltas[index] ?? 0) / 1000);
  }
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times]
    .map(([name, milliseconds]) => ({ name, milliseconds, share: milliseconds / total }))
    .sort((a, b) => b.milliseconds - a.milliseconds);
}

function nameOf(frame: CallFrame, placeOf: (frame: CallFrame) => string): string {
  return frame.url === '' ? frame.functionName : `${frame.functionName || '(anonymous)'} ${placeOf(frame)}`;
}
