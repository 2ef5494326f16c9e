import { isPassing } from '../api/api-error.ts';
import { type Export, type ExportsApi, isActive } from '../api/exports-api.ts';
import { backOffMs } from './back-off.ts';
import { pause } from './pause.ts';
import { streamExport } from './stream-export.ts';

export interface FollowOptions {
  readonly onStatus: (status: Export) => void;
  /** Called with false when the server can't be reached, and with true when it answers (again). */
  readonly onReachable: (isReachable: boolean) => void;
  readonly signal: AbortSignal;
}

/** Between two questions, where there are no events. */
const pollMs = 1000;

/**
 * Tells how an export goes until it has ended, over lost connections and restarts of the server.
 *
 * @throws ApiError when the export is gone or its owner is no longer signed in; the signal's reason when it is aborted.
 */
export async function followExport(
  api: ExportsApi,
  id: string,
  { onStatus, onReachable, signal }: FollowOptions,
): Promise<void> {
  const eventsUrl = api.eventsUrl(id);
  let failures = 0;
  for (;;) {
    try {
      let latest = await api.read(id, { signal });
      const take = (status: Export): void => {
        latest = status;
        failures = 0;
        onStatus(status);
      };
      onReachable(true);
      take(latest);
      if (isActive(latest)) await (eventsUrl === null ? pause(pollMs, signal) : streamExport(eventsUrl, take, signal));
      if (!isActive(latest)) return;
    } catch (error) {
      if (!isPassing(error)) throw error;
      onReachable(false);
    }
    await pause(backOffMs(failures), signal);
    failures += 1;
  }
}
