import type { ServerFrame } from '../wire/frames.ts';
import type { ExportEnding, WatchedExport } from './watched-export.ts';
import type { WebSocketConstructor, WebSocketLike } from './web-socket-like.ts';

export interface PushConnectionOptions<Status extends WatchedExport> {
  readonly exportId: string;
  readonly url: string;
  readonly ticket: string;
  readonly WebSocket: WebSocketConstructor;
  readonly pingIntervalMs: number;
  readonly signal: AbortSignal;
  readonly onStatus: (status: Status) => void;
  readonly onEnded: (ending: ExportEnding) => void;
}

/** Longest wait for the socket to open and the subscription to be answered, and for a pong, in milliseconds. */
const answerTimeoutMs = 10_000;

/** One socket, from its opening to its end, however it ends. Resolves then, with nothing left of it; never rejects. */
export function pushConnection<Status extends WatchedExport>(options: PushConnectionOptions<Status>): Promise<void> {
  const { exportId, url, ticket, WebSocket, pingIntervalMs, signal, onStatus, onEnded } = options;
  return new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let socket: WebSocketLike | undefined;
    let isOver = false;

    const end = (): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      socket?.close();
      resolve();
    };
    const send = (frame: object): void => {
      try {
        socket?.send(JSON.stringify(frame));
      } catch {
        // It is closing already.
        end();
      }
    };
    const endAfter = (ms: number): void => {
      clearTimeout(timer);
      timer = setTimeout(end, ms);
    };
    const pingLater = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        endAfter(answerTimeoutMs);
        send({ action: 'ping' });
      }, pingIntervalMs);
    };
    const receive = (event: unknown): void => {
      const frame = readFrame<Status>(event);
      if (isOver || frame === undefined) return;
      pingLater();
      if (frame.type === 'error') end();
      if (frame.type === 'status' && frame.export.id === exportId) onStatus(frame.export);
      if (frame.type === 'ended' && frame.exportId === exportId) {
        const { type: _, ...ending } = frame;
        onEnded(ending);
      }
    };

    if (signal.aborted) return end();
    signal.addEventListener('abort', end);
    endAfter(answerTimeoutMs);
    try {
      socket = new WebSocket(url);
    } catch {
      // A page on https may not open ws:, for one. What is left is polling.
      return end();
    }
    socket.addEventListener('open', () => send({ action: 'subscribe', ticket }));
    socket.addEventListener('message', receive);
    socket.addEventListener('close', end);
    socket.addEventListener('error', end);
  });
}

function readFrame<Status>(event: unknown): ServerFrame<Status> | undefined {
  try {
    return JSON.parse((event as { readonly data: string }).data);
  } catch {
    return undefined;
  }
}
