import * as v from 'valibot';
import { refusal } from './problems.ts';

const maxBodyBytes = 64 * 1024;

/**
 * A request's body, checked.
 *
 * @throws HTTPException 415 unless it is JSON by its type (which keeps pages of other origins from sending it unasked),
 * 413 when it is larger than 64 KiB, 400 when it is not JSON, 422 when it is not what the schema wants
 */
export async function readJson<Output>(request: Request, schema: v.GenericSchema<unknown, Output>): Promise<Output> {
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) {
    throw refusal(415, 'Unsupported Media Type', 'Send JSON, with Content-Type: application/json.');
  }
  return check(parse(await boundedText(request)), schema);
}

/** @throws HTTPException 422 with the first thing that is wrong */
export function check<Output>(input: unknown, schema: v.GenericSchema<unknown, Output>): Output {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  throw refusal(422, 'Unprocessable Content', issueText(result.issues[0]));
}

/** Where it is wrong, and what is allowed: `search.text: The text may have 200 characters at most.` */
function issueText(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  return path === null ? issue.message : `${path}: ${issue.message}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refusal(400, 'Bad Request', 'The body is not JSON.');
  }
}

async function boundedText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) throw refusal(413, 'Content Too Large', `A body may have ${maxBodyBytes} bytes at most.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
