import { httpProblem } from '../problems/http-problem.ts';

/**
 * Reads a body of JSON of at most `maxBytes`.
 *
 * Only JSON by its declared type: a form of another site can send `text/plain` with the user's cookies and without asking,
 * JSON it can't.
 *
 * @throws ExportApiProblem 415, 413, 400
 */
export async function readJsonBody(request: Request, maxBytes: number): Promise<unknown> {
  if (mediaTypeOf(request) !== 'application/json') throw httpProblem('HTTP_MEDIA_TYPE_UNSUPPORTED');
  // Spares both sides the transfer. The bytes are counted all the same: the header may be missing or lie.
  if (Number(request.headers.get('Content-Length') ?? 0) > maxBytes) throw httpProblem('HTTP_BODY_TOO_LARGE');
  const bytes = await readAtMost(request, maxBytes);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // What the parser says repeats a piece of the body.
    throw httpProblem('HTTP_BODY_MALFORMED');
  }
}

function mediaTypeOf(request: Request): string {
  const [type = ''] = (request.headers.get('Content-Type') ?? '').split(';');
  return type.trim().toLowerCase();
}

async function readAtMost({ body }: Request, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > maxBytes) throw httpProblem('HTTP_BODY_TOO_LARGE');
    chunks.push(chunk);
  }
  return concat(chunks, length);
}

function concat(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
