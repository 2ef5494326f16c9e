import {
  Agent,
  type ClientRequest,
  type IncomingMessage,
  type OutgoingMessage,
  request as openRequest,
  type ServerResponse,
} from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultAction } from './fault-action.ts';

/** One request that came in, and where it goes. */
export interface Exchange {
  readonly target: URL;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Aborted when the client has left or the proxy closes. */
  readonly signal: AbortSignal;
  readonly onStatus: (status: number) => void;
}

/** A connection for each request: one kept alive could be closed by the target at the wrong moment, an unasked fault. */
const AGENT = new Agent({ keepAlive: false });

/** Headers about one connection, not about the message (RFC 9110, 7.6.1). */
const CONNECTION_HEADERS = new Set(['connection', 'keep-alive', 'proxy-connection']);

/** Does what the action says. Never rejects: whatever goes wrong becomes a broken connection, as on a real network. */
export async function performAction(action: FaultAction, exchange: Exchange): Promise<void> {
  try {
    await perform(action, exchange);
  } catch {
    exchange.request.socket.resetAndDestroy();
  }
}

async function perform(action: FaultAction, exchange: Exchange): Promise<void> {
  switch (action.kind) {
    case 'forward':
      return passAnswer(exchange);
    case 'respond':
      return respond(action, exchange);
    case 'reset':
      return reset(exchange);
    case 'lose-answer':
      return loseAnswer(exchange);
    case 'cut-answer':
      return cutAnswer(exchange, action.afterBytes);
    case 'cut-request':
      return cutRequest(exchange, action.afterBytes);
    case 'delay':
      await sleep(action.ms, undefined, { signal: exchange.signal });
      return perform(action.next ?? { kind: 'forward' }, exchange);
  }
}

async function passAnswer(exchange: Exchange): Promise<void> {
  const answer = await answerOf(exchange);
  writeHead(exchange.response, answer);
  await pipeline(answer, exchange.response);
}

async function respond(action: FaultAction & { kind: 'respond' }, exchange: Exchange): Promise<void> {
  await drain(exchange.request);
  exchange.onStatus(action.status);
  exchange.response.writeHead(action.status, action.headers).end(action.body);
}

function reset({ request }: Exchange): void {
  request.socket.resetAndDestroy();
}

async function loseAnswer(exchange: Exchange): Promise<void> {
  await drain(await answerOf(exchange));
  reset(exchange);
}

async function cutAnswer(exchange: Exchange, afterBytes: number): Promise<void> {
  const answer = await answerOf(exchange);
  writeHead(exchange.response, answer);
  exchange.response.flushHeaders();
  await copyBytes(answer, exchange.response, afterBytes);
  answer.destroy();
  // Closes after what was written has gone out; a reset could discard it on the client's side.
  exchange.request.socket.destroySoon();
}

async function cutRequest(exchange: Exchange, afterBytes: number): Promise<void> {
  const outgoing = openOutgoing(exchange).on('error', () => {});
  await copyBytes(exchange.request, outgoing, afterBytes);
  outgoing.destroy();
  reset(exchange);
}

/** Sends the whole request to the target and resolves with its answer's head. */
async function answerOf(exchange: Exchange): Promise<IncomingMessage> {
  const outgoing = openOutgoing(exchange);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve).on('error', reject);
    // Not a pipeline: a target that answers before it has read everything must not cost the client its connection.
    exchange.request.pipe(outgoing);
  });
  exchange.onStatus(answer.statusCode ?? 0);
  return answer;
}

function openOutgoing({ target, request, signal }: Exchange): ClientRequest {
  return openRequest({
    host: target.hostname,
    port: target.port,
    method: request.method,
    path: request.url,
    headers: endToEnd(request.rawHeaders),
    agent: AGENT,
    signal,
  });
}

function writeHead(response: ServerResponse, answer: IncomingMessage): void {
  response.sendDate = false;
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer.rawHeaders));
}

/** The raw name-value list without the headers that are about one connection. */
function endToEnd(rawHeaders: readonly string[]): string[] {
  return rawHeaders.filter(
    (_, index) => !CONNECTION_HEADERS.has((rawHeaders[index - (index % 2)] ?? '').toLowerCase()),
  );
}

async function copyBytes(from: IncomingMessage, to: OutgoingMessage, limit: number): Promise<void> {
  let left = limit;
  for await (const chunk of from.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    const share = chunk.subarray(0, left);
    left -= share.length;
    if (share.length > 0) await written(to, share);
    if (left === 0) return;
  }
}

async function written(to: OutgoingMessage, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    to.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

async function drain(message: IncomingMessage): Promise<void> {
  for await (const _ of message) {
    // Only its end matters.
  }
}
