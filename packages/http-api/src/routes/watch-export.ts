import type { JsonObject } from '@export-engine/core';
import { eventStream } from '../events/event-stream.ts';
import { endedEventId, hasEnded } from '../events/event-text.ts';
import { openWatch } from '../events/watch-session.ts';
import type { ExportApiSettings } from '../export-api-options.ts';
import { identifyOwner } from '../guards/identify-owner.ts';
import { exportIdParameter, lastEventIdParameter } from '../openapi/parameters.ts';
import { problems } from '../openapi/responses.ts';
import { exportIdOf } from './export-id.ts';
import type { Route } from './route.ts';

export function watchExport(settings: ExportApiSettings): Route {
  const { engine, eventStreamMs: lifeMs, reportError } = settings;

  return {
    method: 'get',
    path: '/:id/events',
    operation: watchOperation,
    async answer(context) {
      const { raw: request } = context.req;
      const { signal } = request;
      const { owner } = await identifyOwner(settings, context);
      const watch = openWatch(engine, exportIdOf(context), { owner, signal });
      try {
        const first = await watch.next();
        signal.throwIfAborted();
        if (first === 'over' || first === 'quiet')
          throw new Error('The watch of an export ended before its first status.');
        // An EventSource that missed our "ended" would ask for ever: 204 is the one answer that stops it.
        const knowsEnding = hasEnded(first) && request.headers.get('Last-Event-ID') === endedEventId;
        if (knowsEnding || request.method === 'HEAD') {
          watch.stop();
          return context.body(null, knowsEnding ? 204 : 200, knowsEnding ? {} : streamHeaders);
        }
        const onFailure = (error: unknown): void => reportError(error, request);
        return context.body(eventStream(watch, { first, lifeMs, onFailure }), 200, streamHeaders);
      } catch (error) {
        watch.stop();
        throw error;
      }
    },
  };
}

/** What keeps proxies from holding events back: `no-transform` compression, `X-Accel-Buffering` nginx's buffers. */
const streamHeaders = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
};

const eventSchema: JsonObject = {
  type: 'object',
  required: ['id', 'event', 'data'],
  properties: {
    id: { type: 'string' },
    event: { type: 'string', enum: ['status', 'ended'] },
    data: {
      type: 'string',
      contentMediaType: 'application/json',
      contentSchema: { $ref: '#/components/schemas/ExportStatus' },
    },
  },
};

const watchOperation: Route['operation'] = {
  operationId: 'watchExport',
  summary: 'Follow an export, by server-sent events',
  description: [
    'The first event is the current status, each further one a change. `event: status` carries an ExportStatus as JSON; the',
    'ending comes as the last `status`, then the same JSON as `event: ended`: close the EventSource then. A stream that',
    'closes without `ended` was cut: connect again.',
  ].join(' '),
  parameters: [exportIdParameter, lastEventIdParameter],
  responses: {
    // Up to OpenAPI 3.1 the schema of a stream of events describes one of them; 3.2 has `itemSchema` for it.
    200: { description: 'The events', content: { 'text/event-stream': { schema: eventSchema } } },
    204: { description: 'The export has ended, and this client was told: it need not connect again' },
    ...problems(401, 404, 500, 503),
  },
};
