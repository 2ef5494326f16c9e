import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FaultLogEntry, FaultRule } from './fault-action.ts';
import { performAction } from './perform-action.ts';

export interface FaultProxy {
  /** Give this to the client instead of the target's URL. */
  readonly url: string;
  /** Every request since the start, in order of arrival. */
  readonly requests: readonly FaultLogEntry[];
  /** Replaces the rule, which applies to requests that arrive from now on, and starts its `count` at 1. */
  readonly setRule: (rule: FaultRule) => void;
  /** Forwards everything again. */
  readonly clearRule: () => void;
  /** Cuts what is in flight and stops listening. Idempotent. */
  readonly close: () => Promise<void>;
}

/**
 * A small HTTP proxy on a free loopback port that fails on demand, between a client and a real server.
 *
 * Headers pass as they are, the Host header included, because S3 signatures cover it; bodies stream both ways.
 *
 * @example
 * ```ts
 * const proxy = await startFaultProxy({ target: server.url });
 * proxy.setRule(({ method, count }) => (method === 'PUT' && count <= 3 ? { kind: 'lose-answer' } : undefined));
 * ```
 */
export async function startFaultProxy(options: { readonly target: string }): Promise<FaultProxy> {
  const target = new URL(options.target);
  if (target.protocol !== 'http:') throw new TypeError(`The target must be an http:// URL, not "${options.target}".`);
  const requests: FaultLogEntry[] = [];
  const closing = new AbortController();
  let rule: FaultRule = () => undefined;
  let count = 0;

  const server = createServer((request, response) => {
    count += 1;
    const { method = 'GET', url = '/', headers } = request;
    const action = rule({ method, url, headers, count }) ?? { kind: 'forward' };
    const entry = { method, url, action: action.kind, status: undefined as number | undefined };
    requests.push(entry);
    const exchange = { target, request, response, signal: signalOf(response, closing.signal) };
    void performAction(action, { ...exchange, onStatus: (status) => Object.assign(entry, { status }) });
  });
  // The proxy must add no fault of its own: no idle connection is closed under a client that is about to use it.
  Object.assign(server, { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0, timeout: 0 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });

  let closed: Promise<void> | undefined;
  const setRule = (next: FaultRule): void => {
    rule = next;
    count = 0;
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    setRule,
    clearRule: () => setRule(() => undefined),
    close() {
      closed ??= new Promise((resolve) => {
        server.close(() => resolve());
        closing.abort();
        server.closeAllConnections();
      });
      return closed;
    },
  };
}

/** Aborted when the client has left or the proxy closes. */
function signalOf(response: ServerResponse, closing: AbortSignal): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return AbortSignal.any([gone.signal, closing]);
}
