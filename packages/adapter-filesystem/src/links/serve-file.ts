import { contentDisposition } from '@export-engine/core';
import { type ByteRange, byteRange } from './byte-range.ts';
import { fileBody } from './file-body.ts';
import type { OpenStoredFile } from './open-stored-file.ts';
import { problemResponse } from './problem.ts';

/** Answers with an open file, or the range of it that was asked for. The file is closed when the answer is over. */
export async function serveFile(
  request: Request,
  { facts, content }: OpenStoredFile,
  fileName: string,
): Promise<Response> {
  const entityTag = `"${facts.crc32.toString(16).padStart(8, '0')}-${facts.bytes}"`;
  const headers: Record<string, string> = {
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, no-store',
    'Content-Disposition': contentDisposition(fileName),
    'Content-Length': String(facts.bytes),
    'Content-Type': facts.mediaType,
    ETag: entityTag,
    'X-Content-Type-Options': 'nosniff',
  };
  const range = askedRange(request, entityTag, facts.bytes);
  const hasBody = request.method === 'GET' && range !== 'unsatisfiable' && facts.bytes > 0;
  if (!hasBody) await content.close();

  if (range === 'unsatisfiable') return unsatisfiable(facts.bytes);
  if (range === 'whole') {
    const whole = { first: 0, last: facts.bytes - 1 };
    return new Response(hasBody ? fileBody(content, whole, request.signal) : null, { headers });
  }
  headers['Content-Length'] = String(range.last - range.first + 1);
  headers['Content-Range'] = `bytes ${range.first}-${range.last}/${facts.bytes}`;
  return new Response(fileBody(content, range, request.signal), { status: 206, headers });
}

/** A range is defined for GET, and meant for the file that `If-Range` names. */
function askedRange(request: Request, entityTag: string, bytes: number): ByteRange | 'whole' | 'unsatisfiable' {
  const condition = request.headers.get('if-range');
  const isMeant = request.method === 'GET' && (condition === null || condition === entityTag);
  return isMeant ? byteRange(request.headers.get('range'), bytes) : 'whole';
}

function unsatisfiable(bytes: number): Response {
  return problemResponse({
    status: 416,
    title: 'Range Not Satisfiable',
    detail: `The file has ${bytes} bytes.`,
    code: 'HTTP_RANGE_NOT_SATISFIABLE',
    headers: { 'Content-Range': `bytes */${bytes}` },
  });
}
