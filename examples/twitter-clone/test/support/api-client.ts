import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

/** Plain HTTP as one user, or as nobody. */
export interface ApiClient {
  readonly token: string | undefined;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  delete(path: string): Promise<Response>;
}

export function apiClient(url: string, token?: string): ApiClient {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return {
    token,
    get: (path, headers) => fetch(`${url}${path}`, { headers: { ...authorization, ...headers }, redirect: 'manual' }),
    post: (path, body, headers) =>
      fetch(`${url}${path}`, {
        method: 'POST',
        headers: { ...authorization, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    delete: (path) => fetch(`${url}${path}`, { method: 'DELETE', headers: authorization }),
  };
}

/** @returns a client that is signed in */
export async function signIn(url: string, user: 'ada' | 'grace'): Promise<ApiClient> {
  const answer = await apiClient(url).post('/api/session', { user });
  assert.equal(answer.status, 200);
  return apiClient(url, ((await answer.json()) as { readonly token: string }).token);
}

/** Looks again and again until there is something. */
export async function eventually<Result>(look: () => Promise<Result | undefined>, limitMs = 30_000): Promise<Result> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const result = await look();
    if (result !== undefined) return result;
    assert.ok(performance.now() < deadline, `There was nothing after ${limitMs} ms.`);
    await sleep(50);
  }
}
