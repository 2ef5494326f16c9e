/**
 * The header `Authorization` for what a secret holds: `{"username", "password"}`, or `{"apiKey"}` as Elasticsearch shows it
 * when it makes one (`encoded`).
 *
 * @throws Error that repeats nothing of the secret
 */
export function searchAuthorization(secret: string): string {
  const { username, password, apiKey } = fieldsOf(secret);
  if (typeof apiKey === 'string' && apiKey !== '') return `ApiKey ${apiKey}`;
  if (typeof username === 'string' && typeof password === 'string') {
    return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  }
  throw wrong();
}

function fieldsOf(secret: string): Readonly<Record<string, unknown>> {
  try {
    return { ...JSON.parse(secret) } as Readonly<Record<string, unknown>>;
  } catch {
    throw wrong();
  }
}

function wrong(): Error {
  return new Error('The secret of SEARCH_SECRET_ARN must be JSON: {"username", "password"} or {"apiKey"}.');
}
