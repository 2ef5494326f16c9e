import { type ExportEngine, ExportEngineError, type ExportStatus } from '@export-engine/core';
import type { ConnectionRegistry, ConnectionTransport, PushMessages } from '@export-engine/notifier-websocket';
import * as v from 'valibot';
import type { Task, TaskTokens } from './task-tokens.ts';
import { wireEnding, wireError } from './wire-ending.ts';
import { wireOpenConnection } from './wire-input.ts';
import { wireNotifierName } from './wire-notifier.ts';
import type { WireConnectionAnswer } from './wire-types.ts';

export interface WireMessagesOptions {
  readonly engine: Pick<ExportEngine, 'status' | 'link'>;
  readonly taskTokens: Pick<TaskTokens, 'verify'>;
  /** A registry of its own: not that of `pushMessages`, whose connections are told in another language. */
  readonly connections: Pick<ConnectionRegistry, 'subscribe' | 'unsubscribe' | 'forget'>;
  readonly transport: ConnectionTransport;
  /** Told that somebody has come to wait for an export, whether it still runs or has ended. */
  readonly onOpened?: ((exportId: string, options: { readonly signal: AbortSignal }) => Promise<void>) | undefined;
  /** Told what went wrong on this side, for a log. */
  readonly onError: (error: unknown) => void;
}

/**
 * The seed's websocket: a client opens the connection of its export by `{action: 'OpenConnection', executionArn, taskToken}`.
 * It is answered at once when the export has ended, and by `wireNotifier` when it does; nothing waits in this process.
 */
export function wireMessages(options: WireMessagesOptions): PushMessages {
  const { engine, taskTokens, connections, transport, onOpened, onError } = options;

  return {
    async onMessage(connectionId, text, { signal }) {
      signal.throwIfAborted();
      const { answer, exportId } = await open(connectionId, text, signal);
      if (answer !== null) await send(connectionId, answer, signal);
      if (exportId !== null) await quietly(async () => onOpened?.(exportId, { signal }), signal);
    },

    async onDisconnect(connectionId, { signal }) {
      await quietly(() => connections.forget(connectionId, { signal }), signal);
    },
  };

  async function open(connectionId: string, text: string, signal: AbortSignal): Promise<Opened> {
    const opening = v.safeParse(wireOpenConnection, parse(text));
    if (!opening.success) return refused('Send {"action": "OpenConnection", "executionArn": …, "taskToken": …}.');
    const { exportId, taskToken } = opening.output;
    const task = await taskTokens.verify(taskToken);
    if (task?.exportId !== exportId) return refused('The taskToken is not valid for this executionArn.');
    try {
      return { answer: await wait(connectionId, task, signal), exportId };
    } catch (error) {
      signal.throwIfAborted();
      if (isTooMany(error)) return refused('Too many exports for one connection.');
      onError(error);
      return refused('The export can not be watched; open it again.');
    }
  }

  /** @returns `null` when the connection waits for the ending from now on */
  async function wait(connectionId: string, task: Task, signal: AbortSignal): Promise<WireConnectionAnswer | null> {
    const { exportId, owner } = task;
    // Register, then read: an ending from here on finds the connection, and an earlier one is in the status.
    await connections.subscribe(connectionId, exportId, { signal });
    let answer: WireConnectionAnswer | null | undefined;
    try {
      answer = await answerNow(await engine.status(exportId, { owner, signal }), signal);
      return answer;
    } finally {
      if (answer !== null) await quietly(() => connections.unsubscribe(connectionId, exportId, { signal }), signal);
    }
  }

  async function answerNow(status: ExportStatus, signal: AbortSignal): Promise<WireConnectionAnswer | null> {
    const { id: exportId, owner, state, deliveries } = status;
    if (state !== 'queued' && state !== 'running') return wireEnding({ exportId, owner, state }, engine.link, signal);
    if (deliveries.some(({ notifier }) => notifier === wireNotifierName)) return null;
    return wireError('This export was not asked for with push; ask for its status.');
  }

  async function send(connectionId: string, answer: WireConnectionAnswer, signal: AbortSignal): Promise<void> {
    await quietly(async () => {
      const outcome = await transport.send(connectionId, JSON.stringify(answer), { signal });
      if (outcome === 'gone') await connections.forget(connectionId, { signal });
    }, signal);
  }

  /** For what has nobody left to answer to. */
  async function quietly(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
    await work().catch((error: unknown) => {
      signal.throwIfAborted();
      onError(error);
    });
  }
}

/** What a frame comes to: what to say now, if anything, and which export was opened. */
interface Opened {
  readonly answer: WireConnectionAnswer | null;
  readonly exportId: string | null;
}

function refused(message: string): Opened {
  return { answer: wireError(message), exportId: null };
}

function isTooMany(error: unknown): boolean {
  return ExportEngineError.isInstance(error) && error.code === 'EXPORT_STATE_INVALID';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
