import { ApiError } from './api-error.ts';

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'DELETE' | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks the API and gives back the answer's JSON, or undefined for an answer without one.
 *
 * @throws ApiError for any answer but a 2xx, and when there is none; the signal's reason when it is aborted.
 */
export async function requestJson<Answer>(path: string, options: RequestOptions = {}): Promise<Answer> {
  const { method = 'GET', body, headers, signal } = options;
  const response = await send(path, {
    method,
    headers: {
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  });
  if (!response.ok) throw await apiErrorOf(response);
  if (response.status === 204) return undefined as Answer;
  return (await response.json()) as Answer;
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (cause) {
    if (init.signal?.aborted) throw init.signal.reason;
    throw new ApiError(0, 'The server can’t be reached. Check that it is running, then try again.', { cause });
  }
}

async function apiErrorOf(response: Response): Promise<ApiError> {
  const problem = (await response.json().catch(() => null)) as ProblemJson | null;
  const words = [...(problem?.errors ?? []).map(({ message }) => message), problem?.detail, problem?.title];
  const message = words.find((text) => text !== undefined && text !== '');
  return new ApiError(response.status, message ?? `The server answered with status ${response.status}.`);
}

interface ProblemJson {
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly message: string }[];
}
