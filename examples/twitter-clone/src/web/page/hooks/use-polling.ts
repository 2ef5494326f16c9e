import { useEffect } from 'react';
import { pause } from '../live/pause.ts';

/** Does something at once and then again and again, with a pause after each time; only once while the pause is null. */
export function usePolling(look: (signal: AbortSignal) => Promise<void>, pauseMs: number | null): void {
  useEffect(() => {
    const controller = new AbortController();
    void look(controller.signal);
    return () => controller.abort();
  }, [look]);

  useEffect(() => {
    if (pauseMs === null) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    const poll = async (): Promise<void> => {
      for (;;) {
        await pause(pauseMs, signal);
        await look(signal);
      }
    };
    poll().catch(() => {
      // Stopped: `look` deals with its own errors.
    });
    return () => controller.abort();
  }, [look, pauseMs]);
}
