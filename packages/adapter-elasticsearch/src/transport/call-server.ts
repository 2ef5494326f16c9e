import { ExportEngineError } from '@export-engine/core';
import { classifyFailure, type Phase, toExportError } from './classify-failure.ts';
import { AnswerTooLargeError, createPageBuffer } from './page-buffer.ts';
import { retryAfterMs } from './retry-after.ts';
import type { SearchClient, TransportParams } from './search-client.ts';
import { type Answer, type SendOptions, sendRequest } from './send-request.ts';
import { readServerError } from './server-error.ts';
import { TryAgain } from './try-again.ts';
import { withRetries } from './with-retries.ts';

/** A server to talk to, and with how much patience. */
export interface Connection {
  readonly client: SearchClient;
  /** For messages: `Elasticsearch`. */
  readonly owner: string;
  readonly requestTimeoutMs: number;
  readonly maxRetries: number;
}

export interface AttemptOptions extends Omit<SendOptions, 'owner' | 'timeoutMs'> {
  readonly phase: Phase;
}

/**
 * Sends a request once.
 *
 * @returns The answer, of a status from 200 to 299.
 * @throws TryAgain, or the final ExportEngineError, as `classifyFailure` says.
 */
export async function attemptCall(
  connection: Connection,
  params: TransportParams,
  options: AttemptOptions,
): Promise<Answer> {
  const { client, owner, requestTimeoutMs } = connection;
  const answer = await sendRequest(client, params, { ...options, owner, timeoutMs: requestTimeoutMs });
  if (answer.status >= 200 && answer.status <= 299) return answer;
  const cause = readServerError(answer);
  const failure = classifyFailure(cause, options.phase);
  const error = toExportError(cause, failure, owner, retryAfterMs(answer.headers));
  throw failure.isTransient ? new TryAgain(error, failure) : error;
}

/** Answers other than pages of rows are small; mappings of many indices are the largest. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

export interface CallOptions<Result> {
  readonly phase: Phase;
  readonly signal: AbortSignal;
  /** Makes something of the answer, while its bytes are there. May throw `TryAgain`. */
  readonly read: (answer: Answer) => Result;
}

/** Sends a request, with retries, whose answer is small. */
export async function callServer<Result>(
  connection: Connection,
  params: TransportParams,
  options: CallOptions<Result>,
): Promise<Result> {
  const { phase, signal } = options;
  const attempt = async (): Promise<Result> => {
    const answer = await attemptCall(connection, params, {
      phase,
      signal,
      buffer: createPageBuffer(),
      maxBytes: MAX_ANSWER_BYTES,
    });
    return options.read(answer);
  };
  try {
    return await withRetries(attempt, { maxRetries: connection.maxRetries, signal });
  } catch (cause) {
    if (!(cause instanceof AnswerTooLargeError)) throw cause;
    throw new ExportEngineError(
      'EXPORT_SOURCE_REJECTED',
      `${connection.owner} gave an answer of more than ${MAX_ANSWER_BYTES} bytes where a small one was expected.`,
      { cause },
    );
  }
}

/** The answer as JSON. For small answers without row data only: numbers become JavaScript numbers. */
export function jsonOf(answer: Answer, owner: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(answer.bytes));
  } catch (cause) {
    throw new TryAgain(
      new ExportEngineError('EXPORT_SOURCE_UNAVAILABLE', `${owner} gave an answer that is not JSON.`, { cause }),
    );
  }
}
