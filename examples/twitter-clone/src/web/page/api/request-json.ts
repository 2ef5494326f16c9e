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
export type RequestJson = <Answer>(path: string, options?: RequestOptions) => Promise<Answer>;

export interface RequestJsonOptions {
  /** Before each path. @default the page's own address */
  readonly apiUrl?: string | undefined;
  /** What goes with each request to say who asks. @default nothing but the cookies */
  readonly authorize?: (() => Promise<Readonly<Record<string, string>>>) | undefined;
}

export function createRequestJson(settings: RequestJsonOptions = {}): RequestJson {
  const { apiUrl = '', authorize = async () => ({}) } = settings;
  return async <Answer>(path: string, options: RequestOptions = {}): Promise<Answer> => {
    const { method = 'GET', body, headers, signal } = options;
    const response = await send(`${apiUrl}${path}`, {
      method,
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(await authorize()),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
    if (!response.ok) throw await apiErrorOf(response);
    if (response.status === 204) return undefined as Answer;
    return (await response.json()) as Answer;
  };
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
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
