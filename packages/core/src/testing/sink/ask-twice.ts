import assert from 'node:assert/strict';
import type { Sink } from '../../contracts/index.ts';
import { faultyAdapter } from '../faulty-adapter.ts';

/** Makes a call whose first answer is lost after the work was done, and then once more. */
export async function askTwice<Answer>(sink: Sink, ask: (sink: Sink) => Promise<Answer>): Promise<Answer> {
  const lost = new Error('the answer was lost');
  const faulty = faultyAdapter(sink, ({ call, phase }) => (call === 0 && phase === 'after' ? { throw: lost } : 'pass'));
  await assert.rejects(ask(faulty), (error) => error === lost);
  return ask(faulty);
}
