import { setTimeout as sleep } from 'node:timers/promises';

/** One instant at which something can go wrong. */
export interface FaultPoint {
  /** The adapter's method: `writePart`. Each `next()` of an iteration is a call of the method that returned it. */
  readonly method: string;
  /** How many calls of this method came before, over all concurrent ones: 0 for the first. */
  readonly call: number;
  /** `before`: nothing has happened yet. `after`: everything has happened and the answer is on its way. */
  readonly phase: 'before' | 'after';
}

/**
 * What goes wrong.
 *
 * - `pass`: nothing.
 * - `twice`: the request is delivered twice and the second answer counts; `before` only. An iteration is not repeated.
 * - `hang`: this process is dead from here on; the call never settles.
 * - `{ throw }`: the call fails with this; `after`, the answer is lost although the work is done.
 * - `{ delayMs }`: the call takes this much longer.
 * - `{ until }`: the call goes on when this is settled: a process that sleeps and wakes.
 */
export type Fault =
  | 'pass'
  | 'twice'
  | 'hang'
  | { readonly throw: unknown }
  | { readonly delayMs: number }
  | { readonly until: Promise<unknown> };

/** Decides at each point. Deterministic if it is; it may abort a controller, count, or log as well. */
export type FaultPlan = (point: FaultPoint) => Fault;

/**
 * The same adapter with faults before and after each call. Synchronous members pass through untouched.
 *
 * @param adapter A source, sink, store, notifier or orchestrator.
 *
 * @example
 * ```ts
 * import { memorySink } from '@export-engine/core';
 * import { faultyAdapter } from '@export-engine/core/testing';
 *
 * const lostAnswer = new Error('connection reset');
 * const sink = faultyAdapter(memorySink(), ({ method, call, phase }) =>
 *   method === 'complete' && call === 0 && phase === 'after' ? { throw: lostAnswer } : 'pass',
 * );
 * ```
 */
export function faultyAdapter<Adapter extends object>(adapter: Adapter, plan: FaultPlan): Adapter {
  const calls = new Map<string, number>();
  const begin = (method: string): CallPlan => {
    const call = calls.get(method) ?? 0;
    calls.set(method, call + 1);
    return (phase) => plan({ method, call, phase });
  };

  const members = Object.entries(adapter).map(([name, member]) => {
    if (typeof member !== 'function' || isSynchronous(name)) return [name, member];
    const method = member.bind(adapter) as Method;
    return [name, iterates(adapter, name) ? faultyIteration(name, method, begin) : faultyCall(name, method, begin)];
  });
  return Object.fromEntries(members) as Adapter;
}

type Method = (...inputs: readonly unknown[]) => unknown;
type CallPlan = (phase: FaultPoint['phase']) => Fault;

/** `validate` of a source and `validateRecipient` of a notifier return at once. */
function isSynchronous(name: string): boolean {
  return name.startsWith('validate');
}

/** `read` of a source and `list` of a store are iterations, `read` of a store is not. */
function iterates(adapter: object, name: string): boolean {
  return name === 'list' || (name === 'read' && 'open' in adapter);
}

function faultyCall(name: string, method: Method, begin: (name: string) => CallPlan): Method {
  return async (...inputs) => {
    const plan = begin(name);
    const before = await suffer(plan('before'));
    if (before === 'twice') await method(...inputs);
    const answer = await method(...inputs);
    await suffer(plan('after'));
    return answer;
  };
}

function faultyIteration(name: string, method: Method, begin: (name: string) => CallPlan): Method {
  return async function* (...inputs) {
    const iterator = (method(...inputs) as AsyncIterable<unknown>)[Symbol.asyncIterator]();
    try {
      for (;;) {
        const plan = begin(name);
        await suffer(plan('before'));
        const result = await iterator.next();
        await suffer(plan('after'));
        if (result.done === true) return;
        yield result.value;
      }
    } finally {
      await iterator.return?.();
    }
  };
}

async function suffer(fault: Fault): Promise<Fault> {
  if (fault === 'hang') return new Promise<Fault>(() => {});
  if (typeof fault === 'string') return fault;
  if ('throw' in fault) throw fault.throw;
  await ('until' in fault ? fault.until : sleep(fault.delayMs));
  return fault;
}
