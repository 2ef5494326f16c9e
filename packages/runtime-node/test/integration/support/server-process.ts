// A whole server as an application would run it, on SQLite and the file system, in a process that can be killed.
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileLinkHandler, filesystemSink, filesystemStore } from '@export-engine/adapter-filesystem';
import { sqliteSource } from '@export-engine/adapter-sqlite';
import type { Notifier, Sink } from '@export-engine/core';
import { createExportServer, stopOnSignals } from '@export-engine/runtime-node';
import { identifyByName, postsBodySchema } from '../../support/body-schema.ts';
import { beginMeasuring } from './measure-process.ts';
import type { ProcessMeasures, ServerProcessOptions, ToChild, ToParent } from './process-messages.ts';

const options = JSON.parse(process.argv[2] ?? '') as ServerProcessOptions;
const { folder, port = 0, pauseMsPerPart = 0, maxConcurrentExports, ...engineOptions } = options;
const secret = 'a secret of the tests, long enough for all';
const files = fileLinkHandler({ folder, secret });

const server = createExportServer({
  engine: {
    source: sqliteSource({ path: join(folder, 'posts.db') }),
    sink: slowed(filesystemSink({ folder, links: { baseUrl: '/files', secret } })),
    store: filesystemStore({ folder }),
    notifiers: [logNotifier(join(folder, 'notifications.log'))],
    ...engineOptions,
  },
  api: {
    identify: identifyByName,
    bodySchema: postsBodySchema,
    resolve: ({ about }) => ({
      query: { table: 'posts', where: { author: about } },
      fileName: about,
      notify: [
        { notifier: 'log', recipient: null },
        { notifier: 'push', recipient: null },
      ],
    }),
  },
  push: { secret },
  fetch: (request) => (new URL(request.url).pathname.startsWith('/files/') ? files.fetch(request) : undefined),
  port,
  maxConcurrentExports,
  onError: (error, during) => process.stderr.write(`${during}: ${String(error)}\n`),
});

stopOnSignals(server);
process.on('message', measure);
process.on('disconnect', () => process.exit(1));
send({ type: 'started', ...(await server.start()) });

function send(message: ToParent): void {
  process.send?.(message);
}

/** Tells by one line per notification, so that a test sees those of all processes. */
function logNotifier(path: string): Notifier {
  return {
    specVersion: 1,
    name: 'log',
    validateRecipient: () => null,
    notify: ({ exportId, type }) => appendFile(path, `${exportId} ${type}\n`),
  };
}

function slowed(sink: Sink): Sink {
  return {
    ...sink,
    async writePart(upload, part, { signal }) {
      await pause(pauseMsPerPart, undefined, { signal }).catch(() => signal.throwIfAborted());
      return sink.writePart(upload, part, { signal });
    },
  };
}

let endMeasuring: (() => ProcessMeasures) | undefined;

function measure(message: ToChild): void {
  if (message.type === 'begin-measuring') endMeasuring = beginMeasuring();
  else if (endMeasuring !== undefined) send({ type: 'measured', measures: endMeasuring() });
}
