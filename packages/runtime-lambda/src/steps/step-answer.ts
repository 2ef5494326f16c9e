import type { PrepareOutcome, StepOutcome } from '@export-engine/core';

/** What the step function answers the state machine: how far the step came, in small numbers. */
export interface StepAnswer {
  readonly status: StepOutcome['status'];
  /** Pause before the next call, in whole seconds. */
  readonly waitSeconds: number;
  /** Workers lost in a row: none, if this one did anything but find another at work. */
  readonly crashes: number;
  /** Of `prepare`: the indices of the partitions. */
  readonly partitions?: readonly number[] | undefined;
  /** Of `prepare`: whether delivery is to wait for a client. */
  readonly awaitsClient?: boolean | undefined;
}

export function answerOf({ status, retryAfterMs }: StepOutcome, crashesBefore: number): StepAnswer {
  const isBusy = status === 'busy';
  return {
    status,
    // A state machine that asks at once again, and again, would be at the end of its history soon.
    waitSeconds: Math.max(isBusy ? 1 : 0, Math.ceil(retryAfterMs / 1000)),
    crashes: isBusy ? crashesBefore : 0,
  };
}

/** @param waitsFor Name of the notifier whose client is waited for; none if nobody waits */
export function prepareAnswerOf(
  outcome: PrepareOutcome,
  crashesBefore: number,
  waitsFor: string | undefined,
): StepAnswer {
  const { partitions = 1, notifiers = [] } = outcome;
  const isDone = outcome.status === 'done';
  return {
    ...answerOf(outcome, crashesBefore),
    partitions: isDone ? Array.from({ length: partitions }, (_, index) => index) : [],
    awaitsClient: isDone && waitsFor !== undefined && notifiers.includes(waitsFor),
  };
}
