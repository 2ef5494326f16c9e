import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { createWorld, sampleRows } from '../../../test/support/virtual-world.ts';

const dayMs = 86_400_000;
const request = { owner: 'ada', query: {}, label: 'all posts', idempotencyKey: 'button-1' };

describe('a request with an idempotency key', () => {
  it('that comes twice starts one export, and both are told of it', async () => {
    const world = createWorld(sampleRows(5));
    const { engine, orchestrator } = world.createWorker();

    const first = await engine.start(request);
    await orchestrator.idle();
    const second = await engine.start(request);

    assert.equal(second.id, first.id);
    assert.equal(second.state, 'completed');
    assert.equal((await engine.list({ owner: 'ada' })).length, 1);
    assert.equal(world.sink.files.size, 1);
  });

  it('that comes many times at the same instant, in two processes, starts one export', async () => {
    const world = createWorld(sampleRows(5));
    const workers = [world.createWorker(), world.createWorker()];

    const statuses = await Promise.all(
      Array.from({ length: 20 }, (_, index) => workers[index % 2]?.engine.start(request)),
    );

    assert.equal(new Set(statuses.map((status) => status?.id)).size, 1);
    assert.equal((await workers[0]?.engine.list({ owner: 'ada' }))?.length, 1);
  });

  it('is refused when it asks for something else, and nothing is started', async () => {
    const world = createWorld(sampleRows(5));
    const { engine } = world.createWorker();
    await engine.start(request);

    await assert.rejects(engine.start({ ...request, label: 'other' }), { code: 'EXPORT_IDEMPOTENCY_CONFLICT' });
    await assert.rejects(engine.start({ ...request, query: { limit: 1 } as never }));

    assert.equal((await engine.list({ owner: 'ada' })).length, 1);
  });

  it('means nothing to another owner', async () => {
    const world = createWorld(sampleRows(5));
    const { engine } = world.createWorker();

    const [ours, theirs] = await Promise.all([engine.start(request), engine.start({ ...request, owner: 'mallory' })]);

    assert.notEqual(ours.id, theirs.id);
  });

  it('whose process dies at any instant of the start comes to one export when it is sent again', async () => {
    for (let deadly = 1; ; deadly += 1) {
      const world = createWorld(sampleRows(5));
      let instant = 0;
      let isDead = false;
      const dying = world.createWorker({
        plan: (point) => {
          if (point.adapter !== 'store') return 'pass';
          instant += 1;
          isDead ||= instant === deadly;
          return isDead ? 'hang' : 'pass';
        },
      });
      const first = dying.engine.start(request).catch(() => undefined);
      for (let turn = 0; turn < 40; turn += 1) await new Promise(setImmediate);

      const { engine, orchestrator } = world.createWorker();
      const second = await engine.start(request);
      await orchestrator.idle();

      const [listed, ...others] = await engine.list({ owner: 'ada' });
      assert.deepEqual([listed?.id, listed?.state, others.length], [second.id, 'completed', 0], `instant ${deadly}`);
      assert.equal([...world.store.entries.keys()].filter((key) => key.startsWith('records/')).length, 1);
      if (!isDead) {
        assert.ok(deadly > 5, 'no instant was tried');
        return void (await first);
      }
    }
  });

  it('whose answer is lost finds its own claim', async () => {
    const world = createWorld(sampleRows(5));
    const { engine, orchestrator } = world.createWorker({ plan: () => 'twice' });

    const { id } = await engine.start(request);
    await orchestrator.idle();

    assert.equal((await engine.status(id, { owner: 'ada' })).state, 'completed');
  });

  it('can be used afresh once the export is swept away with all that led to it', async () => {
    const world = createWorld(sampleRows(5));
    const { engine, orchestrator } = world.createWorker();
    const first = await engine.start(request);
    await orchestrator.idle();
    world.clock.advance(2 * dayMs);

    await engine.sweep({ removeAfterSeconds: 86_400 });

    assert.deepEqual([...world.store.entries.keys()], []);
    assert.notEqual((await engine.start(request)).id, first.id);
  });
});

describe('admit', () => {
  const full = new Error('full');
  const refuse = () => {
    throw full;
  };

  it('is asked before anything is written, and what it throws is thrown', async () => {
    const world = createWorld(sampleRows(5));
    const { engine } = world.createWorker();

    await assert.rejects(engine.start(request, { admit: refuse }), full);
    await assert.rejects(engine.start({ owner: 'ada', query: {} }, { admit: async () => refuse() }), full);

    assert.equal(world.store.entries.size, 0);
  });

  it('is not asked for a repeated request', async () => {
    const world = createWorld(sampleRows(5));
    const first = await world.createWorker().engine.start(request, { admit: () => undefined });

    const second = await world.createWorker().engine.start(request, { admit: refuse });

    assert.equal(second.id, first.id);
  });
});

describe('a start that died before its record was written', () => {
  it('leaves a stray that the sweeper removes after a day', async () => {
    const world = createWorld(sampleRows(5));
    // The third write is the record, after the claim and the owner's entry.
    const dying = world.createWorker({
      plan: ({ adapter, method, call }) => (adapter === 'store' && method === 'write' && call === 2 ? 'hang' : 'pass'),
    });
    void dying.engine.start(request).catch(() => undefined);
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    const { engine } = world.createWorker();
    const before = world.store.entries.size;

    await engine.sweep();
    const early = world.store.entries.size;
    world.clock.advance(2 * dayMs);
    await engine.sweep();

    assert.ok(before > 0);
    assert.equal(early, before);
    assert.equal(world.store.entries.size, 0);
  });
});
