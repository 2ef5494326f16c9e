import { SFNClient } from '@aws-sdk/client-sfn';
import {
  createExportEngine,
  type JsonValue,
  type Notifier,
  type Page,
  type Sink,
  type Source,
  type Store,
} from '@export-engine/core';
import { clientWaits, type StepHandler, stepHandler } from '../../../src/index.ts';
import { errorFromWire, fromWire, toWire } from './wire.ts';

/**
 * The code of the test's Lambda function: the real engine and the real handler, on a source, a sink, a store and notifiers that
 * live in the process of the test, which sees every call and can hold it, fail it, or kill this process.
 */
const { WORLD_URL: url = '', CAPABILITIES = '{}', ENGINE_OPTIONS = '{}' } = process.env;
const capabilities = JSON.parse(CAPABILITIES) as { readonly source: never; readonly sink: never };

const store = remote<Store>('store', ['read', 'write', 'remove'], {
  async *list(prefix, { signal }) {
    yield* (await call('store', 'list', [prefix], signal)) as string[];
  },
});
const source = remote<Source>('source', ['describe', 'open', 'close'], {
  capabilities: capabilities.source,
  validate: (query) => query as JsonValue,
  async *read(query, snapshot, partition, { signal, ...options }) {
    for (let { after } = options; ; ) {
      const page = (await call('source', 'nextPage', [query, snapshot, partition, { ...options, after }], signal)) as
        | Page
        | undefined;
      if (page === undefined) return;
      yield page;
      after = page.cursor;
    }
  },
});
const sink = remote<Sink>('sink', ['begin', 'writePart', 'complete', 'assemble', 'put', 'abort', 'remove'], {
  capabilities: capabilities.sink,
  link: () => Promise.reject(new Error('Workers make no links.')),
});
const notifiers = ['email', 'push'].map((name) =>
  remote<Notifier>(name, ['notify'], { name, validateRecipient: (recipient) => recipient as JsonValue }),
);

export const handler: StepHandler = stepHandler({
  engine: createExportEngine({ source, sink, store, notifiers, ...JSON.parse(ENGINE_OPTIONS) }),
  clientWaits: clientWaits({ store, client: new SFNClient({}) }),
  onError: (error) => console.error(error),
});

/** A part whose methods, each ending in options with a signal, are called in the process of the test. */
function remote<Part>(part: string, methods: readonly (keyof Part & string)[], own: Partial<Part>): Part {
  const called = methods.map((method) => [
    method,
    (...given: unknown[]) => {
      const { signal, ...options } = given.at(-1) as { readonly signal: AbortSignal };
      return call(part, method, [...given.slice(0, -1), options], signal);
    },
  ]);
  return { specVersion: 1, name: 'remote', ...Object.fromEntries(called), ...own };
}

async function call(part: string, method: string, args: readonly unknown[], signal: AbortSignal): Promise<unknown> {
  const body = toWire({ part, method, args, pid: process.pid });
  const response = await fetch(url, { method: 'POST', body, signal });
  const { value, error } = fromWire(await response.text()) as { value?: unknown; error?: { readonly message: string } };
  if (error !== undefined) throw errorFromWire(error);
  return value;
}
