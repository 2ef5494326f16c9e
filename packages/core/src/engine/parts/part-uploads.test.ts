import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { describe, it } from 'vitest';
import { virtualClock } from '../../../test/support/virtual-world.ts';
import type { Part, PartReceipt, Sink } from '../../contracts/index.ts';
import { memorySink } from '../../memory/index.ts';
import { createPartUploads } from './part-uploads.ts';

const upload = { target: { key: 'k', mediaType: 'text/csv', fileName: 'f', token: 't' }, state: null };
const part = (number: number) => ({
  number,
  bytes: Uint8Array.of(number),
  rows: 1,
  objectRows: 0,
  end: { partition: 0, after: null, skipRows: 0 },
  plain: null,
});

/** A sink whose parts become durable when the test says so. */
function manualSink() {
  const pending = new Map<number, { land: () => void; fail: (error: unknown) => void }>();
  let inFlight = 0;
  let most = 0;
  const sink: Sink = {
    ...memorySink(),
    async writePart(_, { number, bytes, crc32 }: Part): Promise<PartReceipt> {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await new Promise<void>((land, fail) => pending.set(number, { land, fail }));
      inFlight -= 1;
      return { number, bytes: bytes.length, crc32, state: null };
    },
  };
  return { sink, pending, most: () => most };
}

function setUp() {
  const { sink, pending, most } = manualSink();
  const durable: number[][] = [];
  const failures: unknown[] = [];
  const uploads = createPartUploads({
    sink,
    retry: {
      clock: virtualClock(),
      signal: new AbortController().signal,
      until: Number.POSITIVE_INFINITY,
      patienceMs: 60_000,
    },
    firstNumber: 1,
    onDurable: async (parts) => {
      durable.push(parts.map(({ receipt }) => receipt.number));
      await setImmediate();
    },
    onFailure: (error) => failures.push(error),
  });
  return { uploads, pending, most, durable, failures };
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await setImmediate();
}

describe('part uploads', () => {
  it('report parts in the order of their numbers, whatever the order they land in', async () => {
    const { uploads, pending, durable } = setUp();
    for (const number of [1, 2, 3]) await uploads.submit(upload, part(number), 3);
    await turns();

    pending.get(3)?.land();
    pending.get(2)?.land();
    await turns();
    assert.deepEqual(durable, []);
    pending.get(1)?.land();
    await uploads.settle();

    assert.deepEqual(durable.flat(), [1, 2, 3]);
  });

  it('hold no more parts than the limit, also when the first one is stuck and the others have landed', async () => {
    const { uploads, pending, most } = setUp();
    await uploads.submit(upload, part(1), 2);
    await uploads.submit(upload, part(2), 2);
    await turns();
    pending.get(2)?.land();
    let isAccepted = false;
    const third = uploads.submit(upload, part(3), 2).then(() => {
      isAccepted = true;
    });
    await turns();
    assert.equal(isAccepted, false, 'part 3 waits for part 1');

    pending.get(1)?.land();
    await third;
    await turns();
    pending.get(3)?.land();
    await uploads.settle();

    assert.equal(most(), 2);
  });

  it('throw the first failure to whoever submits or settles next, and never report past it', async () => {
    const { uploads, pending, durable, failures } = setUp();
    await uploads.submit(upload, part(1), 3);
    await uploads.submit(upload, part(2), 3);
    await turns();
    const first = new Error('first');

    pending.get(1)?.fail(first);
    pending.get(2)?.land();
    await turns();

    await assert.rejects(uploads.submit(upload, part(3), 3), first);
    await assert.rejects(uploads.settle(), first);
    assert.deepEqual(failures, [first]);
    assert.deepEqual(durable, []);
  });
});
