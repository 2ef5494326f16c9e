type Method = (...inputs: readonly unknown[]) => unknown;

/** Methods that are over before they ever look at their signal again. */
export function deaf<Adapter extends object>(adapter: Adapter): Adapter {
  return withSignal(adapter, () => new AbortController().signal);
}

/** Methods that look at their signal at the start alone. */
export function deafOnceStarted<Adapter extends object>(adapter: Adapter): Adapter {
  return withSignal(adapter, (signal) => (signal.aborted ? signal : new AbortController().signal));
}

/** Methods that forget a listener on their signal. */
export function leavingListeners<Adapter extends object>(adapter: Adapter): Adapter {
  return withSignal(adapter, (signal) => {
    signal.addEventListener('abort', () => {});
    return signal;
  });
}

/** Methods that reject with an error of their own when they are aborted, as a vendor's client does. */
export function wrappingReasons<Adapter extends object>(adapter: Adapter): Adapter {
  return mapMethods(adapter, (method) => (...inputs) => {
    const result = method(...inputs);
    const signal = signalOf(inputs);
    if (result instanceof Promise) return result.catch((error: unknown) => rethrow(error, signal));
    if (isIterable(result)) return iterateWrapped(result, signal);
    return result;
  });
}

function withSignal<Adapter extends object>(adapter: Adapter, change: (signal: AbortSignal) => AbortSignal): Adapter {
  return mapMethods(adapter, (method) => (...inputs) => {
    const signal = signalOf(inputs);
    if (signal === undefined) return method(...inputs);
    return method(...inputs.slice(0, -1), { ...(inputs.at(-1) as object), signal: change(signal) });
  });
}

function mapMethods<Adapter extends object>(adapter: Adapter, change: (method: Method) => Method): Adapter {
  const members = Object.entries(adapter).map(([name, member]) => [
    name,
    typeof member === 'function' ? change(member as Method) : member,
  ]);
  return Object.fromEntries(members) as Adapter;
}

function signalOf(inputs: readonly unknown[]): AbortSignal | undefined {
  const signal = (inputs.at(-1) as { signal?: unknown } | undefined)?.signal;
  return signal instanceof AbortSignal ? signal : undefined;
}

function isIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

async function* iterateWrapped(
  items: AsyncIterable<unknown>,
  signal: AbortSignal | undefined,
): AsyncGenerator<unknown> {
  try {
    yield* items;
  } catch (error) {
    rethrow(error, signal);
  }
}

function rethrow(error: unknown, signal: AbortSignal | undefined): never {
  throw error === signal?.reason ? new Error('AbortError', { cause: error }) : error;
}
