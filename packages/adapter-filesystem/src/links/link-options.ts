import { type Check, checkOptions, custom, integer, optional } from '@export-engine/core';

const MIN_SECRET_LENGTH = 32;
const DEFAULT_MAX_SECONDS = 604_800;

/** How links to files are made. */
export interface FilesystemLinkOptions {
  /**
   * Where `fileLinkHandler()` answers, as browsers see it: an `http` or `https` URL, or a path that begins with `/` for the
   * application's own origin. Keys are put behind it.
   */
  readonly baseUrl: string;
  /**
   * Signs the links; 32 characters or more. Of several the first signs, and the handler accepts all, so that a secret can
   * be replaced while links are under way.
   */
  readonly secret: string | readonly string[];
  /** Longest life of a link in seconds, 1 to 604,800. @default 604,800, seven days */
  readonly maxSeconds?: number | undefined;
}

/** Options of links, once checked. */
export interface FileLinks {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly secrets: readonly string[];
  readonly maxSeconds: number;
}

/** @throws ExportEngineError `EXPORT_OPTIONS_INVALID` */
export function checkLinks(owner: string, options: unknown): FileLinks {
  checkOptions<FilesystemLinkOptions>(owner, options, {
    baseUrl: custom('an http or https URL without query and fragment, or a path that begins with "/"', isBaseUrl),
    secret: secretCheck(),
    maxSeconds: optional(integer({ min: 1, max: DEFAULT_MAX_SECONDS })),
  });
  const { baseUrl, secret, maxSeconds = DEFAULT_MAX_SECONDS } = options;
  return { baseUrl: withoutSlash(baseUrl), secrets: secretsOf(secret), maxSeconds };
}

export function secretCheck(): Check {
  return custom(
    `a string, or an array of strings, each of ${MIN_SECRET_LENGTH} characters or more`,
    (value) => isSecret(value) || (Array.isArray(value) && value.length > 0 && value.every(isSecret)),
  );
}

export function secretsOf(secret: string | readonly string[]): readonly string[] {
  return typeof secret === 'string' ? [secret] : [...secret];
}

/** A path that the handler answers at, as `URL.pathname` spells it. */
export function isPath(value: unknown): boolean {
  return typeof value === 'string' && /^\/(?:[A-Za-z0-9._~-]+\/?)*$/.test(value);
}

export function withoutSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}

function isBaseUrl(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > 2048) return false;
  if (isPath(value)) return true;
  if (!URL.canParse(value)) return false;
  const { protocol, search, hash, username, password } = new URL(value);
  return /^https?:$/.test(protocol) && [search, hash, username, password].every((part) => part === '');
}

function isSecret(value: unknown): boolean {
  return typeof value === 'string' && value.length >= MIN_SECRET_LENGTH;
}
