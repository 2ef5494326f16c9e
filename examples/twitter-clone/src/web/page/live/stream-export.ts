import { type Export, isActive } from '../api/exports-api.ts';

/**
 * Listens to the server-sent events of an export until it has ended, the connection is lost, or the signal is aborted.
 *
 * An `EventSource` left to itself gives up for good at the first answer that is not 200, such as a proxy's 502 while the
 * server restarts; so it is closed at the first error, and whoever called tries again.
 */
export function streamExport(url: string, onStatus: (status: Export) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const source = new EventSource(url);
    source.addEventListener('status', ({ data }) => {
      const status = JSON.parse(data) as Export;
      onStatus(status);
      if (!isActive(status)) stop();
    });
    source.addEventListener('error', stop);
    signal.addEventListener('abort', stop, { once: true });

    function stop(): void {
      source.close();
      signal.removeEventListener('abort', stop);
      resolve();
    }
  });
}
