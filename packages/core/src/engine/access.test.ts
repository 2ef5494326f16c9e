import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { createWorld, driveSteps, sampleRows, startOnly } from '../../test/support/virtual-world.ts';
import { fetchMemoryLink } from '../memory/index.ts';

async function completed() {
  const world = createWorld(sampleRows(5));
  const worker = world.createWorker();
  const id = await startOnly(worker, { fileName: 'posts' });
  await driveSteps(worker.engine.steps, id, world.clock);
  return { world, engine: worker.engine, id };
}

describe('an export of somebody else', () => {
  it('does not exist: not its status, not its file, not to cancel', async () => {
    const { world, engine, id } = await completed();
    const mallory = { owner: 'mallory' };

    await assert.rejects(engine.status(id, mallory), { code: 'EXPORT_NOT_FOUND' });
    await assert.rejects(engine.link(id, mallory), { code: 'EXPORT_NOT_FOUND' });
    await assert.rejects(engine.cancel(id, mallory), { code: 'EXPORT_NOT_FOUND' });

    assert.equal(world.sink.links.size, 0);
    assert.equal(world.record(id).state, 'completed');
  });

  it('answers in the very words of an unknown id', async () => {
    const { engine, id } = await completed();
    const unknown = crypto.randomUUID();

    const [foreign, missing, garbage] = await Promise.all(
      [id, unknown, '../../etc/passwd'].map((exportId) =>
        engine.status(exportId, { owner: 'mallory' }).catch((error: Error) => error.message),
      ),
    );

    assert.equal(foreign, missing);
    assert.equal(foreign, garbage);
  });
});

describe('an export id', () => {
  it('has 122 random bits and never comes twice', async () => {
    const world = createWorld([]);
    const worker = world.createWorker();

    const ids = new Set(await Promise.all(Array.from({ length: 200 }, () => startOnly(worker))));

    assert.equal(ids.size, 200);
    for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('link', () => {
  it('gives the owner a link to the very file, for the time asked', async () => {
    const { world, engine, id } = await completed();
    world.sink.now = () => world.clock.now();

    const { url, expiresAt } = await engine.link(id, { owner: 'ada', expiresInSeconds: 60 });

    assert.equal(Date.parse(expiresAt), world.clock.now() + 60_000);
    const fetched = fetchMemoryLink(world.sink, url);
    assert.deepEqual(fetched?.bytes, world.fileBytes(id));
    assert.equal(fetched?.fileName, 'posts.csv');
  });

  it('is refused before completion', async () => {
    const world = createWorld([]);
    const worker = world.createWorker();
    const id = await startOnly(worker);

    await assert.rejects(worker.engine.link(id, { owner: 'ada' }), { code: 'EXPORT_STATE_INVALID' });
  });
});

describe('a record and a status', () => {
  it('hold no row, and a status holds no token', async () => {
    const { world, engine, id } = await completed();

    assert.doesNotMatch(JSON.stringify(world.record(id)), /plain |émoji/);
    assert.doesNotMatch(
      JSON.stringify(await engine.status(id, { owner: 'ada' })),
      new RegExp(world.record(id).target.token),
    );
  });
});
