/** Pauses that can be cut short: by `wake`, and for good by the signal. */
export interface Pauses {
  pause(ms: number): Promise<void>;
  wake(): void;
}

export function createPauses(signal: AbortSignal): Pauses {
  const sleepers = new Set<() => void>();
  const wake = (): void => {
    for (const sleeper of sleepers) sleeper();
  };
  signal.addEventListener('abort', wake, { once: true });
  return {
    wake,
    pause: (ms) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const end = (): void => {
          clearTimeout(timer);
          sleepers.delete(end);
          resolve();
        };
        const timer = setTimeout(end, ms);
        sleepers.add(end);
      }),
  };
}
