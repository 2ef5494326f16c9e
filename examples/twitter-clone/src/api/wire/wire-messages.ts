import type { ExportEngine, ExportStatus } from '@export-engine/core';
import type { ConnectionTransport, PushMessages } from '@export-engine/notifier-websocket';
import * as v from 'valibot';
import type { TaskTokens } from './task-tokens.ts';
import { wireOpenConnection } from './wire-input.ts';
import type { WireConnectionAnswer } from './wire-types.ts';

export interface WireMessagesOptions {
  readonly engine: Pick<ExportEngine, 'watch' | 'link'>;
  readonly taskTokens: TaskTokens;
  readonly transport: ConnectionTransport;
}

const maxExportsPerConnection = 20;
const linkSeconds = 3600;

interface Connection {
  readonly closing: AbortController;
  exports: number;
}

/**
 * The seed's websocket: a client opens the connection of its export by `{action: 'OpenConnection', executionArn, taskToken}`
 * and is sent `{reportURL}` when the export has completed, at once if it has.
 */
export function wireMessages({ engine, taskTokens, transport }: WireMessagesOptions): PushMessages {
  const connections = new Map<string, Connection>();

  function connectionOf(id: string): Connection {
    const known = connections.get(id) ?? { closing: new AbortController(), exports: 0 };
    connections.set(id, known);
    return known;
  }

  async function answer(text: string, connection: Connection): Promise<WireConnectionAnswer> {
    const opening = v.safeParse(wireOpenConnection, parse(text));
    if (!opening.success) return refuse('Send {"action": "OpenConnection", "executionArn": …, "taskToken": …}.');
    const { exportId, taskToken } = opening.output;
    const task = await taskTokens.verify(taskToken);
    if (task?.exportId !== exportId) return refuse('The taskToken is not valid for this executionArn.');
    if (connection.exports >= maxExportsPerConnection) return refuse('Too many exports for one connection.');
    connection.exports += 1;
    try {
      return await ending(exportId, task.owner, connection.closing.signal);
    } finally {
      connection.exports -= 1;
    }
  }

  async function ending(exportId: string, owner: string, signal: AbortSignal): Promise<WireConnectionAnswer> {
    let last: ExportStatus | undefined;
    for await (const status of engine.watch(exportId, { owner, signal })) last = status;
    if (last?.state === 'cancelled') return refuse('The export was cancelled.');
    if (last?.state !== 'completed') return refuse('The export has failed.');
    return { reportURL: (await engine.link(exportId, { owner, expiresInSeconds: linkSeconds, signal })).url };
  }

  async function serve(connectionId: string, text: string): Promise<void> {
    const connection = connectionOf(connectionId);
    const { signal } = connection.closing;
    const words = await answer(text, connection).catch(() => refuse('The export can not be watched; open it again.'));
    if (!signal.aborted) await transport.send(connectionId, JSON.stringify(words), { signal }).catch(() => 'gone');
  }

  return {
    async onMessage(connectionId, text, { signal }) {
      signal.throwIfAborted();
      // It can take hours, in which the client may send more.
      void serve(connectionId, text);
    },
    async onDisconnect(connectionId) {
      connections.get(connectionId)?.closing.abort(new Error('The connection has closed.'));
      connections.delete(connectionId);
    },
  };
}

function refuse(ErrorMessage: string): WireConnectionAnswer {
  return { Status: 'Error', ErrorMessage };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
