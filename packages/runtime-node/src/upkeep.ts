export interface UpkeepOptions {
  /** Pause between the end of one round and the start of the next, in milliseconds; varied by a tenth either way. */
  readonly everyMs: number;
  /** One round. Rejects when the signal is aborted. */
  readonly round: (signal: AbortSignal) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** Work that comes again and again as long as a server runs. */
export interface Upkeep {
  /** Begins with a round at once. */
  start(): void;
  /** Aborts the round under way and waits for its end. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Rounds never overlap: the pause begins when a round has ended. It is varied so that processes that were started together
 * don't keep coming to the store together. The timer does not keep the process alive.
 */
export function createUpkeep({ everyMs, round, onError }: UpkeepOptions): Upkeep {
  const stopper = new AbortController();
  const { signal } = stopper;
  let timer: NodeJS.Timeout | undefined;
  let current: Promise<void> = Promise.resolve();

  async function runRound(): Promise<void> {
    try {
      await round(signal);
    } catch (error) {
      if (!signal.aborted) onError(error);
    }
    if (!signal.aborted) timer = setTimeout(begin, everyMs * (0.9 + Math.random() * 0.2)).unref();
  }

  function begin(): void {
    current = runRound();
  }

  return {
    start: begin,
    async stop() {
      stopper.abort(new Error('The server stops.'));
      clearTimeout(timer);
      await current;
    },
  };
}
