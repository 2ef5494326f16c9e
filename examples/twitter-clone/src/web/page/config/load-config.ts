import { ApiError } from '../api/api-error.ts';
import { localConfig, type PageConfig } from './page-config.ts';

/**
 * Reads `/config.json`, which lies beside the page where it is deployed.
 *
 * @throws ApiError when the server can't be reached; the signal's reason
 */
export async function loadConfig({ signal }: { readonly signal: AbortSignal }): Promise<PageConfig> {
  const response = await fetch('/config.json', { signal }).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw new ApiError(0, 'The server can’t be reached. Check that it is running, then try again.', { cause });
  });
  if (response.status >= 500) throw new ApiError(response.status, 'The server is not ready yet.');
  // Where there is none, some servers answer with the page itself.
  const isThere = response.ok && response.headers.get('content-type')?.includes('json') === true;
  return isThere ? { ...localConfig, ...((await response.json()) as Partial<PageConfig>) } : localConfig;
}
