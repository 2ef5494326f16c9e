import assert from 'node:assert/strict';
import { ExportEngineError, memoryStore, type Store } from '@export-engine/core';
import { assertRefused, assertRejects } from '@export-engine/core/testing';
import fc from 'fast-check';
import { afterEach, describe, it, vi } from 'vitest';
import { type PushTickets, type PushTicketsOptions, pushTickets } from './push-tickets.ts';

const { signal } = new AbortController();
const secret = 'a secret of thirty-two characters';
const other = 'another secret of 32 characters!!';

/** An engine on which export-1 and export-2 are Ada's. */
const engine = {
  async status(exportId: string, { owner }: { readonly owner: string }) {
    if (owner === 'ada' && ['export-1', 'export-2'].includes(exportId)) return {} as never;
    throw new ExportEngineError('EXPORT_NOT_FOUND', 'No such export.');
  },
};

function make(options: Partial<PushTicketsOptions> = {}): PushTickets {
  return pushTickets({ engine, secret, store: memoryStore(), ...options });
}

async function issueOne(tickets: PushTickets): Promise<string> {
  return (await tickets.issue('export-1', { owner: 'ada', signal })).ticket;
}

afterEach(() => {
  vi.useRealTimers();
});

describe('pushTickets', () => {
  it('redeems a ticket for the export and the owner it was issued for, in any process with the secret', async () => {
    const store = memoryStore();
    const { ticket } = await make({ store }).issue('export-2', { owner: 'ada', signal });

    const redeemed = await make({ store }).redeem(ticket, { signal });

    assert.deepEqual(redeemed, { exportId: 'export-2', owner: 'ada' });
  });

  it('carries owners of any script, at their longest, in a frame that a client may send', async () => {
    const anyone = { status: async () => ({}) as never };
    for (const owner of ['"\\{}', '漢'.repeat(256), '\u0001'.repeat(256), '😀'.repeat(128)]) {
      const tickets = make({ engine: anyone });
      const { ticket } = await tickets.issue('e'.repeat(36), { owner, signal });

      assert.ok(JSON.stringify({ action: 'subscribe', ticket }).length <= 4096);
      assert.equal((await tickets.redeem(ticket, { signal })).owner, owner);
    }
  });

  it("issues none for somebody else's export or an unknown one, as it asks the engine by itself", async () => {
    const tickets = make();

    await assertRejects(tickets.issue('export-1', { owner: 'bob', signal }), 'EXPORT_NOT_FOUND');
    await assertRejects(tickets.issue('export-9', { owner: 'ada', signal }), 'EXPORT_NOT_FOUND');
  });

  it('redeems a ticket once, also when many try at the same instant in several processes', async () => {
    const store = memoryStore();
    const ticket = await issueOne(make({ store }));

    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => make({ store }).redeem(ticket, { signal })),
    );

    assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1);
    await assertRejects(make({ store }).redeem(ticket, { signal }), 'EXPORT_NOT_FOUND');
  });

  it('lets two tickets for the same export be used both', async () => {
    const tickets = make();
    const [one, two] = [await issueOne(tickets), await issueOne(tickets)];

    assert.notEqual(one, two);
    await tickets.redeem(one, { signal });
    await tickets.redeem(two, { signal });
  });

  it('says when a ticket expires, and refuses it after that and five seconds for clocks that differ', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-01-02T03:04:05.000Z') });
    const tickets = make({ expiresInSeconds: 10 });
    const { ticket, expiresAt } = await tickets.issue('export-1', { owner: 'ada', signal });
    const late = await issueOne(tickets);

    vi.advanceTimersByTime(15_000);
    await tickets.redeem(ticket, { signal });
    vi.advanceTimersByTime(1);

    assert.equal(expiresAt, '2026-01-02T03:04:15.000Z');
    await assertRejects(tickets.redeem(late, { signal }), 'EXPORT_NOT_FOUND');
  });

  it('has tickets live for a minute unless told otherwise', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-01-02T03:04:05.000Z') });

    const { expiresAt } = await make().issue('export-1', { owner: 'ada', signal });

    assert.equal(expiresAt, '2026-01-02T03:05:05.000Z');
  });

  it('refuses whatever differs from an issued ticket in any character', async () => {
    const tickets = make();
    const ticket = await issueOne(tickets);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(ticket.length - 1),
        fc.constantFrom('A', 'b', '9', '-', '.', '=', ' ', 'é'),
        (at, character) => {
          const forged = ticket.slice(0, at) + character + ticket.slice(at + 1);
          // The last character has two bits that mean nothing.
          fc.pre(forged !== ticket && at !== ticket.length - 1);
          return assertRejects(tickets.redeem(forged, { signal }), 'EXPORT_NOT_FOUND').then(() => {});
        },
      ),
    );
  });

  it('shows nobody what a ticket is for, and refuses junk', async () => {
    const tickets = make();
    const ticket = await issueOne(tickets);

    assert.ok(!Buffer.from(ticket, 'base64url').toString('latin1').includes('ada'));
    for (const junk of ['', '.', 'null', 'A', 'A'.repeat(37), 'A'.repeat(38), ticket.slice(0, -4), `${ticket}AAAA`]) {
      await assertRejects(tickets.redeem(junk, { signal }), 'EXPORT_NOT_FOUND');
    }
    for (const junk of ['ü'.repeat(50), ` ${ticket}`, `${ticket}=`, `${ticket}\n`, ticket + ticket]) {
      await assertRejects(tickets.redeem(junk, { signal }), 'EXPORT_NOT_FOUND');
    }
    await tickets.redeem(ticket, { signal });
  });

  it('takes tickets of an old secret while it is in the list, and signs with the first', async () => {
    const store = memoryStore();
    const old = await issueOne(make({ store, secret: other }));
    const rotating = make({ store, secret: [secret, other] });
    const fresh = await issueOne(rotating);

    await rotating.redeem(old, { signal });
    await make({ store, secret }).redeem(fresh, { signal });
    await assertRejects(make({ secret: other }).redeem(fresh, { signal }), 'EXPORT_NOT_FOUND');
  });

  it('sweeps the marks of used tickets once nobody can take the ticket for good, and nothing else', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const store = memoryStore();
    await store.write('exports/1', 'a record', { expectedVersion: null, signal });
    const tickets = make({ store, expiresInSeconds: 10 });
    for (let count = 0; count < 3; count += 1) await tickets.redeem(await issueOne(tickets), { signal });

    vi.advanceTimersByTime(15_000);
    assert.equal(await tickets.sweep({ signal }), 0);
    vi.advanceTimersByTime(15_000);

    assert.equal(await tickets.sweep({ signal }), 3);
    assert.deepEqual([...store.backend.entries.keys()], ['exports/1']);
  });

  it('does not take a ticket for used or forged because the store is down', async () => {
    const down = new ExportEngineError('EXPORT_STORE_UNAVAILABLE', 'The store is down.');
    const store: Store = { ...memoryStore(), write: () => Promise.reject(down) };
    const tickets = make({ store });

    await assert.rejects(tickets.redeem(await issueOne(tickets), { signal }), down);
  });

  it('rejects with the reason of an aborted signal and uses no ticket up', async () => {
    const store = memoryStore();
    const tickets = make({ store });
    const ticket = await issueOne(tickets);
    const reason = new Error('stop');

    await assert.rejects(tickets.redeem(ticket, { signal: AbortSignal.abort(reason) }), reason);

    await tickets.redeem(ticket, { signal });
  });

  it('refuses bad options at once, naming them and never a secret', () => {
    const store = memoryStore();
    const short = 'too short a secret';
    const call = pushTickets as (options: unknown) => unknown;
    assertRefused(() => call({ engine, store }), /option "secret" must be a string of 32/);
    for (const bad of [short, [short], [], [secret, short], Array.from({ length: 11 }, () => secret), 7]) {
      assertRefused(() => call({ engine, store, secret: bad }), /option "secret" must be a string of 32/, short);
    }
    assertRefused(() => call({ store, secret }), /option "engine" must be an export engine/);
    assertRefused(() => call({ engine, secret }), /option "store" must be a store/);
    assertRefused(() => call({ engine, store, secret, expiresInSeconds: 3601 }), /option "expiresInSeconds"/);
    assertRefused(() => call({ engine, store, secret, keyPrefix: 'x' }), /option "keyPrefix"/);
    assertRefused(() => call({ engine, store, secret, surprise: 1 }), /unknown option "surprise"/);
  });
});
