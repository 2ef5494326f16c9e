import type { StepOutcome } from '../contracts/index.ts';

export const done: StepOutcome = { status: 'done', retryAfterMs: 0 };
export const ended: StepOutcome = { status: 'ended', retryAfterMs: 0 };
export const again: StepOutcome = { status: 'continue', retryAfterMs: 0 };
