import assert from 'node:assert/strict';

/** What a status says that these tests look at. */
export interface ShownStatus {
  readonly id: string;
  readonly state: string;
  readonly progress: { readonly rows: number };
  readonly deliveries: readonly { readonly notifier: string; readonly status: string }[];
}

/** The HTTP API as one user's browser calls it. */
export interface ApiClient {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  start(body: object): Promise<ShownStatus>;
  status(exportId: string): Promise<ShownStatus>;
  ticket(exportId: string): Promise<string>;
  /** The statuses that an event stream brings, until it ends. */
  events(exportId: string): AsyncGenerator<ShownStatus, void, undefined>;
  /** The last status of an event stream that is followed to its end. */
  ending(exportId: string): Promise<ShownStatus>;
  /** The address that the stable one sends on to. */
  fileLink(exportId: string): Promise<string>;
}

export function createApiClient(url: string, name = 'ada'): ApiClient {
  const authorization = `Bearer ${name}`;
  const get: ApiClient['get'] = (path, headers = {}) =>
    fetch(`${url}${path}`, { headers: { authorization, ...headers }, redirect: 'manual' });

  async function post(path: string, body: object): Promise<Response> {
    const headers = { authorization, 'content-type': 'application/json' };
    return fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  async function* events(exportId: string): AsyncGenerator<ShownStatus, void, undefined> {
    const response = await get(`/exports/${exportId}/events`);
    assert.equal(response.status, 200);
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const [, data] = /^event: status\ndata: (.*)$/m.exec(block) ?? [];
        if (data !== undefined) yield JSON.parse(data) as ShownStatus;
      }
    }
  }

  return {
    get,
    events,
    async start(body) {
      const response = await post('/exports', body);
      assert.equal(response.status, 202, await response.clone().text());
      return (await response.json()) as ShownStatus;
    },
    async status(exportId) {
      return (await (await get(`/exports/${exportId}`)).json()) as ShownStatus;
    },
    async ticket(exportId) {
      const response = await post(`/exports/${exportId}/tickets`, {});
      assert.equal(response.status, 201);
      return ((await response.json()) as { readonly ticket: string }).ticket;
    },
    async ending(exportId) {
      let last: ShownStatus | undefined;
      for await (const status of events(exportId)) last = status;
      assert.ok(last);
      return last;
    },
    async fileLink(exportId) {
      const response = await get(`/exports/${exportId}/file`);
      assert.equal(response.status, 302);
      return response.headers.get('location') ?? '';
    },
  };
}
