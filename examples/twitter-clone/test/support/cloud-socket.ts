import assert from 'node:assert/strict';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { eventually } from './api-client.ts';

/** A websocket as a browser has it, and everything that came down it. */
export interface CloudSocket {
  readonly frames: readonly Frame[];
  send(frame: object): void;
  /** The first frame that has this field. */
  frameWith(name: string, limitMs?: number): Promise<Frame>;
  close(): Promise<void>;
}

export type Frame = Readonly<Record<string, unknown>>;

export async function openSocket(url: string): Promise<CloudSocket> {
  const socket = new WebSocket(url);
  const frames: Frame[] = [];
  socket.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString()) as Frame));
  await once(socket, 'open');
  return {
    frames,
    send: (frame) => socket.send(JSON.stringify(frame)),
    frameWith: (name, limitMs) => eventually(async () => frames.find((frame) => name in frame), limitMs),
    async close() {
      if (socket.readyState === WebSocket.CLOSED) return;
      socket.close();
      await once(socket, 'close');
    },
  };
}

/** Connects, subscribes by a ticket, and waits until the subscription stands. */
export async function subscribe(url: string, ticket: string): Promise<CloudSocket> {
  const socket = await openSocket(url);
  socket.send({ action: 'subscribe', ticket });
  const { type } = await socket.frameWith('type');
  assert.equal(type, 'status');
  return socket;
}
