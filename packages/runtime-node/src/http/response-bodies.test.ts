import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { createResponseBodies } from './response-bodies.ts';

const neverFails = () => assert.fail('The body should not fail.');
const eventStream = { headers: { 'content-type': 'text/event-stream; charset=utf-8' } };

/** A body that goes on until it is cancelled. */
function openBody() {
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode('data: 1\n\n')),
    cancel: () => {
      isCancelled = true;
    },
  });
  return { body, isCancelled: () => isCancelled };
}

describe('createResponseBodies', () => {
  it('leaves status, headers and bytes as they are', async () => {
    const response = createResponseBodies().guard(
      new Response('hällo', { status: 201, statusText: 'Made', headers: { etag: '"1"' } }),
      neverFails,
    );

    assert.equal(response.status, 201);
    assert.equal(response.statusText, 'Made');
    assert.equal(response.headers.get('etag'), '"1"');
    assert.equal(await response.text(), 'hällo');
  });

  it('leaves a response without a body as it is', () => {
    const response = new Response(null, { status: 204 });

    assert.equal(createResponseBodies().guard(response, neverFails), response);
  });

  it('tells of a body that fails, and keeps the error from whoever sends it', async () => {
    const failures: unknown[] = [];
    const broken = new Error('ENOENT: /secret/place');
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode('half')),
      pull: () => Promise.reject(broken),
    });

    const response = createResponseBodies().guard(new Response(body), (error) => failures.push(error));

    assert.equal(await response.text(), 'half');
    assert.deepEqual(failures, [broken]);
  });

  it('asks a body for no more than is sent', async () => {
    let pulls = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull: (controller) => {
          pulls += 1;
          controller.enqueue(new Uint8Array(1));
        },
      },
      { highWaterMark: 0 },
    );

    const response = createResponseBodies().guard(new Response(body), neverFails);
    await new Promise(setImmediate);
    assert.equal(pulls, 0);
    await response.body?.getReader().read();
    assert.equal(pulls, 1);
  });

  it('ends event streams in an orderly way when it is told, and nothing else', async () => {
    const bodies = createResponseBodies();
    const events = openBody();
    const download = openBody();
    const eventReader = bodies.guard(new Response(events.body, eventStream), neverFails).body?.getReader();
    const downloadReader = bodies.guard(new Response(download.body), neverFails).body?.getReader();
    await eventReader?.read();
    const pending = eventReader?.read();

    bodies.endEventStreams();

    assert.equal((await pending)?.done, true);
    assert.equal(events.isCancelled(), true);
    assert.equal((await downloadReader?.read())?.done, false);
    assert.equal(download.isCancelled(), false);
    bodies.endEventStreams();
  });

  it('forgets event streams that ended or were cancelled', async () => {
    const bodies = createResponseBodies();
    const gone = openBody();
    const reader = bodies.guard(new Response(gone.body, eventStream), neverFails).body?.getReader();
    await reader?.cancel();
    assert.equal(gone.isCancelled(), true);
    await bodies.guard(new Response('data: 1\n\n', eventStream), neverFails).text();

    assert.doesNotThrow(() => bodies.endEventStreams());
  });
});
