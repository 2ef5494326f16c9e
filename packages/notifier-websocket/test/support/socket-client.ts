import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';
import type { ClientFrame, ServerFrame } from '../../src/wire/frames.ts';

export interface SocketClient {
  readonly socket: WebSocket;
  readonly frames: ServerFrame[];
  send(frame: ClientFrame): void;
  /** The frame after those already taken, once it is there. */
  next(): Promise<ServerFrame>;
  /** The code the connection was closed with, once it is closed. */
  readonly closed: Promise<number>;
}

/** Opens a socket. @throws what `ws` says, like `Unexpected server response: 403` */
export async function openSocket(url: string, options: ClientOptions = {}): Promise<SocketClient> {
  const socket = new WebSocket(url, options);
  const frames: ServerFrame[] = [];
  const waiting: (() => void)[] = [];
  let taken = 0;
  socket.on('message', (data) => {
    frames.push(JSON.parse(data.toString()));
    for (const wake of waiting.splice(0)) wake();
  });
  const closed = once(socket, 'close').then(([code]) => code as number);
  closed.catch(() => {});
  await once(socket, 'open');
  return {
    socket,
    frames,
    closed,
    send: (frame) => socket.send(JSON.stringify(frame)),
    async next() {
      for (;;) {
        const frame = frames[taken];
        if (frame !== undefined) {
          taken += 1;
          return frame;
        }
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
  };
}
