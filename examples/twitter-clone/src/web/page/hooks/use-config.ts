import { useCallback, useState } from 'react';
import { wordsOf } from '../api/api-error.ts';
import { loadConfig } from '../config/load-config.ts';
import type { PageConfig } from '../config/page-config.ts';
import { usePolling } from './use-polling.ts';

const retryMs = 2000;

/** Where the page is served; asked again until the server answers. */
export function useConfig(): { readonly config: PageConfig | null; readonly problem: string | null } {
  const [config, setConfig] = useState<PageConfig | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const look = useCallback(async (signal: AbortSignal) => {
    try {
      setConfig(await loadConfig({ signal }));
    } catch (error) {
      if (!signal.aborted) setProblem(wordsOf(error));
    }
  }, []);
  usePolling(look, config === null ? retryMs : null);
  return { config, problem };
}
