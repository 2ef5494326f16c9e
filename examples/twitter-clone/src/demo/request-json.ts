export interface JsonRequest {
  /** Makes it a `POST`. */
  readonly body?: object | undefined;
  /** Of a session. */
  readonly token?: string | undefined;
  readonly signal: AbortSignal;
}

/** @throws Error with what the server said, for any answer but a 2xx; the signal's reason */
export async function requestJson<Answer>(url: string, { body, token, signal }: JsonRequest): Promise<Answer> {
  const headers = {
    accept: 'application/json',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const answer = await fetch(url, { ...sent, headers, signal });
  if (answer.ok) return (await answer.json()) as Answer;
  throw new Error(`${new URL(url).pathname} answers with status ${answer.status}: ${await answer.text()}`);
}
