/** A time after which nothing is waited for any more. */
export interface Deadline {
  /** Aborted when the time is up. */
  readonly signal: AbortSignal;
  /** @returns whether `work` settled in time; how it settled is the caller's to look at */
  isMet(work: Promise<unknown>): Promise<boolean>;
  /** Ends the timer. */
  [Symbol.dispose](): void;
}

export function createDeadline(ms: number): Deadline {
  const controller = new AbortController();
  const { signal } = controller;
  const reached = new Promise<false>((resolve) => {
    signal.addEventListener('abort', () => resolve(false), { once: true });
  });
  const timer = setTimeout(() => controller.abort(new Error('The time is up.')), ms);

  return {
    signal,
    isMet(work) {
      const settled = work.then(
        () => true,
        () => true,
      );
      return Promise.race([settled, reached]);
    },
    [Symbol.dispose]() {
      clearTimeout(timer);
    },
  };
}
