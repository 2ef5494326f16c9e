import { crc32 } from '../../checksums/crc32.ts';
import type { PartReceipt, Sink, Upload } from '../../contracts/index.ts';
import { type RetryPolicy, withRetry } from '../../timing/retry.ts';
import type { AssembledPart } from './part-assembler.ts';

/** A part that is durable. */
export interface DurablePart {
  readonly part: AssembledPart;
  readonly receipt: PartReceipt;
}

/** Parts on their way to the sink. */
export interface PartUploads {
  /** Waits until fewer than `limit` parts are not yet durable, then sends this one. @throws the first failure so far */
  submit(upload: Upload, part: AssembledPart, limit: number): Promise<void>;
  /** Waits for everything in flight. @throws the first failure */
  settle(): Promise<void>;
}

export interface PartUploadsOptions {
  readonly sink: Sink;
  readonly retry: RetryPolicy;
  /** Number of the first part to come. */
  readonly firstNumber: number;
  /**
   * Called with runs of durable parts, in the order of their numbers and one call at a time: a part is never reported
   * before all earlier ones. Its failure is the uploads' failure.
   */
  readonly onDurable: (parts: readonly DurablePart[]) => Promise<void>;
  /** Called once, at the first failure, so that the other parts can be aborted. */
  readonly onFailure: (error: unknown) => void;
}

/** Sends parts side by side, and reports them durable strictly in order. */
export function createPartUploads({ sink, retry, firstNumber, onDurable, onFailure }: PartUploadsOptions): PartUploads {
  const inFlight = new Set<Promise<void>>();
  const arrived = new Map<number, DurablePart>();
  let nextNumber = firstNumber;
  /** Parts submitted and not yet reported: each holds a buffer, also while it waits for an earlier one. */
  let held = 0;
  let isReporting = false;
  let failure: { readonly error: unknown } | undefined;

  function failWith(error: unknown): void {
    if (failure !== undefined) return;
    failure = { error };
    onFailure(error);
  }

  async function send(upload: Upload, part: AssembledPart): Promise<void> {
    try {
      const content = { number: part.number, bytes: part.bytes, crc32: crc32(part.bytes) };
      const receipt = await withRetry(retry, () => sink.writePart(upload, content, { signal: retry.signal }));
      arrived.set(part.number, { part, receipt });
      await reportInOrder();
    } catch (error) {
      failWith(error);
    }
  }

  /** Whoever arrives while a report is under way leaves its part to that report. */
  async function reportInOrder(): Promise<void> {
    if (isReporting) return;
    isReporting = true;
    try {
      for (let run = takeRun(); run.length > 0 && failure === undefined; run = takeRun()) {
        await onDurable(run);
        held -= run.length;
      }
    } finally {
      isReporting = false;
    }
  }

  function takeRun(): readonly DurablePart[] {
    const run: DurablePart[] = [];
    for (let next = arrived.get(nextNumber); next !== undefined; next = arrived.get(nextNumber)) {
      arrived.delete(nextNumber);
      nextNumber += 1;
      run.push(next);
    }
    return run;
  }

  function throwFailure(): void {
    if (failure !== undefined) throw failure.error;
  }

  return {
    async submit(upload, part, limit) {
      while (held >= Math.max(1, limit) && failure === undefined) await Promise.race(inFlight);
      throwFailure();
      held += 1;
      const sending = send(upload, part).finally(() => inFlight.delete(sending));
      inFlight.add(sending);
    },
    async settle() {
      while (inFlight.size > 0) await Promise.all(inFlight);
      throwFailure();
    },
  };
}
