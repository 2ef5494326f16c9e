import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import {
  createWorld,
  driveSteps,
  sampleRows,
  startOnly,
  type WorkerOptions,
} from '../../test/support/virtual-world.ts';
import { fetchMemoryLink } from '../memory/index.ts';

const secret = 'a secret of more than thirty-two characters';
const notify = [{ notifier: 'memory', recipient: { name: 'ada' } }];
const dayMs = 86_400_000;

function options(fileAccess: WorkerOptions['fileAccess'] = { secret }): WorkerOptions {
  return { fileAccess, fileUrl: (id, { token }) => `https://app.example/exports/${id}/file?access=${token}` };
}

async function told(settings: WorkerOptions = options()) {
  const world = createWorld(sampleRows(5));
  world.sink.now = () => world.clock.now();
  const worker = world.createWorker(settings);
  const id = await startOnly(worker, { notify });
  await driveSteps(worker.engine.steps, id, world.clock);
  const [event] = world.notifier.backend.events;
  const accessToken = new URL(event?.fileUrl ?? 'https://none.example').searchParams.get('access') ?? '';
  return { world, engine: worker.engine, id, accessToken };
}

describe('the token in a notification', () => {
  it('opens the very file, without an owner', async () => {
    const { world, engine, id, accessToken } = await told();

    const { url } = await engine.linkByToken(id, { accessToken });

    assert.deepEqual(fetchMemoryLink(world.sink, url)?.bytes, world.fileBytes(id));
  });

  it('tells nothing of its owner and is no part of the record or the status', async () => {
    const { world, engine, id, accessToken } = await told();

    assert.doesNotMatch(accessToken, /ada/);
    assert.ok(!JSON.stringify(world.record(id)).includes(accessToken));
    assert.ok(!JSON.stringify(await engine.status(id, { owner: 'ada' })).includes(accessToken));
  });

  it('opens nothing once it has expired, seven days after the end', async () => {
    const { world, engine, id, accessToken } = await told();

    world.clock.advance(7 * dayMs - 2000);
    await engine.linkByToken(id, { accessToken });
    world.clock.advance(2000);

    await assert.rejects(engine.linkByToken(id, { accessToken }), { code: 'EXPORT_NOT_FOUND' });
  });

  it('opens nothing once its owner has revoked it, and nobody else can', async () => {
    const { engine, id, accessToken } = await told();

    await assert.rejects(engine.revokeFileAccess(id, { owner: 'mallory' }), { code: 'EXPORT_NOT_FOUND' });
    await engine.linkByToken(id, { accessToken });
    await engine.revokeFileAccess(id, { owner: 'ada' });

    await assert.rejects(engine.linkByToken(id, { accessToken }), { code: 'EXPORT_NOT_FOUND' });
  });

  it('opens no other export, and no token that was touched opens anything', async () => {
    const { world, engine, id, accessToken } = await told();
    const other = await startOnly(world.createWorker(options()), {});
    const [expires = '', signature = ''] = accessToken.split('.');
    const later = (Number.parseInt(expires, 36) + 1).toString(36);
    const flipped = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;

    await assert.rejects(engine.linkByToken(other, { accessToken }), { code: 'EXPORT_NOT_FOUND' });
    for (const forged of [`${later}.${signature}`, `${expires}.${flipped}`, expires, `${accessToken}x`, 'x', '.']) {
      await assert.rejects(engine.linkByToken(id, { accessToken: forged }), { code: 'EXPORT_NOT_FOUND' });
    }
  });

  it('is still good after the secret was replaced, as long as the old one is listed', async () => {
    const { world, id, accessToken } = await told();
    const fresh = 'another secret of more than thirty-two characters';

    const rotated = world.createWorker(options({ secret: [fresh, secret] }));
    const replaced = world.createWorker(options({ secret: fresh }));

    await rotated.engine.linkByToken(id, { accessToken });
    await assert.rejects(replaced.engine.linkByToken(id, { accessToken }), { code: 'EXPORT_NOT_FOUND' });
  });

  it('is the same when the delivery is repeated', async () => {
    const world = createWorld(sampleRows(5));
    const plan: WorkerOptions['plan'] = ({ adapter }) => (adapter === 'notifier' ? 'twice' : 'pass');
    const worker = world.createWorker({ ...options(), plan });
    const id = await startOnly(worker, { notify });
    await driveSteps(worker.engine.steps, id, world.clock);

    const urls = world.notifier.backend.events.map(({ fileUrl }) => fileUrl);

    assert.equal(urls.length, 2);
    assert.equal(new Set(urls).size, 1);
  });

  it('is not there without the option, nor for an export that failed', async () => {
    const without = await told({ fileUrl: (_, { token }) => `https://app.example/?access=${token}` });
    assert.equal(without.accessToken, 'undefined');
    await assert.rejects(without.engine.linkByToken(without.id, { accessToken: 'x' }), { code: 'EXPORT_NOT_FOUND' });

    const world = createWorld(sampleRows(5));
    const worker = world.createWorker(options());
    const id = await startOnly(worker, { notify });
    await worker.engine.steps.fail(id, new Error('broken'), { signal: new AbortController().signal });
    await worker.engine.steps.deliver(id, { signal: new AbortController().signal });
    assert.match(world.notifier.backend.events[0]?.fileUrl ?? '', /access=undefined/);
  });
});

describe('fileAccess refuses', () => {
  it.each([
    ['a short secret', { secret: 'short' }],
    ['no secret', {}],
    ['an empty list', { secret: [] }],
    ['a list with a short one', { secret: [secret, 'short'] }],
    ['a life of no time', { secret, expiresInSeconds: 0 }],
    ['an unknown key', { secret, expires: 1 }],
  ])('%s', (_, fileAccess) => {
    const world = createWorld([]);

    assert.throws(
      () => world.createWorker({ fileAccess: fileAccess as never }),
      (error: Error & { code: string }) => {
        assert.equal(error.code, 'EXPORT_OPTIONS_INVALID');
        assert.doesNotMatch(error.message, /short"|a secret of/);
        return true;
      },
    );
  });
});
