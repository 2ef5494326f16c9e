/** Calls Elasticsearch's API. Bodies that are not texts are sent as JSON. */
export type SearchApi = (method: string, path: string, body?: object | string) => Promise<unknown>;

/** @throws Error with the beginning of the answer for every status but 2xx; the signal's reason. */
export function searchApi(url: string, signal: AbortSignal): SearchApi {
  return async (method, path, body) => {
    const isLines = typeof body === 'string';
    const response = await fetch(`${url}${path}`, {
      method,
      signal,
      ...(body !== undefined && {
        headers: { 'content-type': isLines ? 'application/x-ndjson' : 'application/json' },
        body: isLines ? body : JSON.stringify(body),
      }),
    });
    const answer = await response.text();
    if (!response.ok)
      throw new Error(`${method} ${path} was answered with ${response.status}: ${answer.slice(0, 500)}`);
    return JSON.parse(answer);
  };
}
