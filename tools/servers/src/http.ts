/** One answer of a server's JSON API, read whole. */
export interface JsonAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Asks a JSON API; an empty or non-JSON answer has the body undefined. */
export async function askJson(
  url: string,
  options: { method?: string; body?: unknown; signal?: AbortSignal } = {},
): Promise<JsonAnswer> {
  const response = await fetch(url, {
    method: options.method ?? 'GET',
    ...(options.body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(options.body),
    }),
    ...(options.signal && { signal: options.signal }),
  });
  const text = await response.text();
  return { status: response.status, body: parse(text) };
}

/** True when a search cluster says it is up and has at least `nodes` nodes. */
export async function isClusterReady(url: string, nodes: number, signal?: AbortSignal): Promise<boolean> {
  const { status, body } = await askJson(`${url}/_cluster/health`, { ...(signal && { signal }) });
  const health = body as { status?: string; number_of_nodes?: number } | undefined;
  return status === 200 && health?.status !== 'red' && (health?.number_of_nodes ?? 0) >= nodes;
}

/** True when anything speaks HTTP there, whatever it says. */
export async function isAnswering(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) }).then(
    () => true,
    () => false,
  );
}

const ANSWER_TIMEOUT_MS = 5000;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
