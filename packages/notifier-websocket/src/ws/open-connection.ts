import type { WebSocket } from 'ws';
import type { PushMessages } from '../push-messages.ts';

/** Close codes, https://www.iana.org/assignments/websocket/websocket.xhtml#close-code-number */
export const closeCodes = {
  goingAway: 1001,
  unsupportedData: 1003,
  policyViolation: 1008,
  tryAgainLater: 1013,
} as const;

/** Frames of one client that may wait for their turn. */
const maxWaitingFrames = 16;

export interface OpenConnectionOptions {
  readonly id: string;
  readonly messages: PushMessages;
  readonly maxBufferedBytes: number;
  /** Stops the work on frames. */
  readonly signal: AbortSignal;
}

/** One client's connection, from its upgrade to its end. */
export interface OpenConnection {
  /** Epoch milliseconds. */
  readonly openedAt: number;
  send(text: string): 'sent' | 'gone';
  /** Asks for a sign of life, and cuts a connection that gave none since the last time. */
  beat(): void;
  close(code: number): void;
  cut(): void;
  /** Resolves when the connection is closed and no work on it is left. */
  readonly ended: Promise<void>;
}

/** Sees to one socket: its frames are served one after the other, and its end last of all. */
export function openConnection(socket: WebSocket, options: OpenConnectionOptions): OpenConnection {
  const { id, messages, maxBufferedBytes, signal } = options;
  const ended = Promise.withResolvers<void>();
  let isAlive = true;
  let waitingFrames = 0;
  let work = Promise.resolve();

  socket.on('message', (data, isBinary) => {
    if (isBinary) return socket.close(closeCodes.unsupportedData);
    if (waitingFrames >= maxWaitingFrames) return socket.close(closeCodes.policyViolation);
    waitingFrames += 1;
    work = work
      .then(() => messages.onMessage(id, data.toString(), { signal }))
      .catch(ignore)
      .finally(() => {
        waitingFrames -= 1;
      });
  });
  socket.on('pong', () => {
    isAlive = true;
  });
  socket.on('error', ignore);
  socket.once('close', () => {
    work.then(() => messages.onDisconnect(id, { signal })).then(ended.resolve, () => ended.resolve());
  });

  return {
    openedAt: Date.now(),
    ended: ended.promise,
    send(text) {
      if (socket.readyState !== socket.OPEN) return 'gone';
      if (socket.bufferedAmount + Buffer.byteLength(text) > maxBufferedBytes) {
        socket.close(closeCodes.tryAgainLater);
        return 'gone';
      }
      socket.send(text, ignore);
      return 'sent';
    },
    beat() {
      if (!isAlive) return socket.terminate();
      isAlive = false;
      if (socket.readyState === socket.OPEN) socket.ping(ignore);
    },
    close: (code) => socket.close(code),
    cut: () => socket.terminate(),
  };
}

/** What goes wrong with a socket closes it, and what goes wrong with a frame was answered: `onError` of the messages tells. */
function ignore(): void {}
