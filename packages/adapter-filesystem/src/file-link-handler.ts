import { join, resolve } from 'node:path';
import { checkOptions, custom, ExportEngineError, optional } from '@export-engine/core';
import { callFileSystem } from './files/call-file-system.ts';
import { folderCheck } from './files/folder-check.ts';
import { pathOfKey } from './files/key-path.ts';
import { isPath, secretCheck, secretsOf, withoutSlash } from './links/link-options.ts';
import { type OpenStoredFile, openStoredFile } from './links/open-stored-file.ts';
import { problemResponse } from './links/problem.ts';
import { serveFile } from './links/serve-file.ts';
import { verifiedLink } from './links/signed-link.ts';

export interface FileLinkHandlerOptions {
  /** The folder of the sink that makes the links. */
  readonly folder: string;
  /** The sink's secret, or all that links may be signed with. */
  readonly secret: string | readonly string[];
  /** Path of the links, as requests to this handler have it. @default '/files' */
  readonly basePath?: string | undefined;
}

/** Serves the links of `filesystemSink()`. */
export interface FileLinkHandler {
  /** A plain `fetch` handler: `Request` in, `Response` out. Rejects only with the reason of an aborted request. */
  fetch(request: Request): Promise<Response>;
}

/**
 * Serves signed links to the files of a `filesystemSink()`, in any server that speaks `fetch`.
 *
 * `GET` and `HEAD`, whole or one range, streamed with back-pressure. A link that is wrong or has expired is 403, with one
 * answer for both; a file that is gone 404. Errors are `application/problem+json`.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * import { fileLinkHandler } from '@export-engine/adapter-filesystem';
 *
 * declare const secret: string;
 *
 * const files = fileLinkHandler({ folder: '/var/lib/my-app/exports', secret, basePath: '/files' });
 * const answer = await files.fetch(new Request('https://example.com/files/exports/1.csv?expires=0'));
 * console.log(answer.status); // 403
 * ```
 */
export function fileLinkHandler(options: FileLinkHandlerOptions): FileLinkHandler {
  checkOptions<FileLinkHandlerOptions>('fileLinkHandler()', options, {
    folder: folderCheck(),
    secret: secretCheck(),
    basePath: optional(custom('a path that begins with "/"', isPath)),
  });
  const files = join(resolve(options.folder), 'files');
  const secrets = secretsOf(options.secret);
  const basePath = withoutSlash(options.basePath ?? '/files');

  return {
    async fetch(request) {
      const { method, signal, url } = request;
      const { pathname, searchParams } = new URL(url);
      if (!pathname.startsWith(`${basePath}/`)) return notFound();
      if (method !== 'GET' && method !== 'HEAD') return methodNotAllowed();
      const link = verifiedLink(secrets, pathname.slice(basePath.length), searchParams);
      if (link === undefined) return refused();
      try {
        const file = await openForRequest(pathOfKey(files, link.key), signal);
        return file === undefined ? gone() : await serveFile(request, file, link.fileName);
      } catch (error) {
        signal.throwIfAborted();
        return failed(error);
      }
    },
  };
}

/** A client that leaves while the file is being opened leaves it closed. */
function openForRequest(place: string, signal: AbortSignal): Promise<OpenStoredFile | undefined> {
  return callFileSystem({ port: 'SINK', doing: 'Opening a file', signal }, async () => {
    const file = await openStoredFile(place);
    if (signal.aborted) await file?.content.close();
    return file;
  });
}

function notFound(): Response {
  const detail = 'There are no files at this address.';
  return problemResponse({ status: 404, title: 'Not Found', detail, code: 'HTTP_NOT_FOUND' });
}

function gone(): Response {
  return problemResponse({ status: 404, title: 'Not Found', detail: 'The file is gone.', code: 'EXPORT_NOT_FOUND' });
}

function methodNotAllowed(): Response {
  return problemResponse({
    status: 405,
    title: 'Method Not Allowed',
    detail: 'Files are read with GET or HEAD.',
    code: 'HTTP_METHOD_NOT_ALLOWED',
    headers: { Allow: 'GET, HEAD' },
  });
}

/** Whoever guesses does not learn what was wrong. */
function refused(): Response {
  const detail = 'This link is not valid, or no longer.';
  return problemResponse({ status: 403, title: 'Forbidden', detail, code: 'HTTP_LINK_INVALID' });
}

function failed(error: unknown): Response {
  if (ExportEngineError.isInstance(error) && error.isRetryable) {
    const detail = 'The file can not be read at the moment.';
    const headers = { 'Retry-After': '5' };
    return problemResponse({ status: 503, title: 'Service Unavailable', detail, code: error.code, headers });
  }
  const code = ExportEngineError.isInstance(error) ? error.code : 'EXPORT_UNEXPECTED';
  return problemResponse({ status: 500, title: 'Internal Server Error', detail: 'The file can not be read.', code });
}
