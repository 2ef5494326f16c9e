import type { ExportWatcherOptions, WatchedExport, WebSocketConstructor } from '../../src/client/index.ts';
import type { ServerFrame } from '../../src/wire/frames.ts';
import { statusOf } from './sample-export.ts';
import { type Attempt, scriptedSocket } from './scripted-socket.ts';

export type Ending = 'completed' | 'failed' | 'cancelled';

export interface ScriptedPushOptions {
  /** One for each try to connect; the last one is repeated. */
  readonly attempts: readonly Attempt[];
  /** How many of the first calls of the API fail, with 503. */
  readonly failingCalls?: number;
  readonly apiLatencyMs?: number;
}

export interface ScriptedPush {
  /** What the server saw. */
  readonly log: {
    readonly tickets: number;
    readonly polls: number;
    readonly attempts: number;
    readonly openSockets: number;
    readonly reusedTickets: number;
  };
  /** Ends the export: the record first, then whoever waits is told. */
  end(ending: Ending): void;
  readonly options: Pick<ExportWatcherOptions, 'exportId' | 'webSocketUrl' | 'WebSocket' | 'fetchStatus' | 'getTicket'>;
}

/** An export, its API and its sockets, on timers alone: for fake clocks. */
export function scriptedPush(options: ScriptedPushOptions): ScriptedPush {
  const { attempts, failingCalls = 0, apiLatencyMs = 20 } = options;
  const log = { tickets: 0, polls: 0, attempts: 0, openSockets: 0, reusedTickets: 0 };
  const usedTickets = new Set<string>();
  const waiting: ((frame: ServerFrame) => void)[] = [];
  let state: WatchedExport['state'] = 'running';

  return {
    log,
    end(ending) {
      state = ending;
      for (const push of waiting) push(endedFrame(ending));
    },
    options: {
      exportId: 'export-1',
      webSocketUrl: 'wss://app.example/push',
      WebSocket: function Socket() {
        return connect();
      } as unknown as WebSocketConstructor,
      fetchStatus(_, { signal }) {
        log.polls += 1;
        return answer(signal, () => statusOf('export-1', state));
      },
      getTicket(_, { signal }) {
        log.tickets += 1;
        const ticket = `ticket ${log.tickets}`;
        return answer(signal, () => ({ ticket }));
      },
    },
  };

  function connect(): ReturnType<typeof scriptedSocket> {
    const attempt = attempts[Math.min(log.attempts, attempts.length - 1)] ?? { kind: 'silent' };
    log.attempts += 1;
    log.openSockets += 1;
    return scriptedSocket({
      attempt,
      onClose() {
        log.openSockets -= 1;
      },
      onTicket(ticket) {
        if (usedTickets.has(ticket)) log.reusedTickets += 1;
        usedTickets.add(ticket);
      },
      onSubscribe(push) {
        waiting.push(push);
        const status: ServerFrame = { type: 'status', export: statusOf('export-1', state) };
        return state === 'queued' || state === 'running' ? [status] : [status, endedFrame(state)];
      },
    });
  }

  async function answer<Answer>(signal: AbortSignal, make: () => Answer): Promise<Answer> {
    const isFailing = log.tickets + log.polls <= failingCalls;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, apiLatencyMs);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    });
    if (isFailing) throw Object.assign(new Error('HTTP 503'), { status: 503 });
    return make();
  }
}

function endedFrame(state: Ending): ServerFrame {
  const endedAt = '2026-01-02T03:05:05.678Z';
  return { type: 'ended', exportId: 'export-1', state, fileName: 'export-1.csv', rows: 10, bytes: 100, endedAt };
}
