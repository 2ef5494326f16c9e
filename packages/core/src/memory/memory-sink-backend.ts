import type { CheckedBytes, SinkTarget } from '../contracts/index.ts';

/** An upload under way. */
export interface MemoryUpload {
  readonly target: SinkTarget;
  readonly parts: Map<number, CheckedBytes>;
}

/** A finished file. */
export interface MemoryFile extends CheckedBytes {
  readonly target: SinkTarget;
}

/** What several `memorySink`s share: the "bucket". A test looks into it to see what is really stored. */
export interface MemorySinkBackend {
  /** By upload id. */
  readonly uploads: Map<string, MemoryUpload>;
  /** By key. */
  readonly files: Map<string, MemoryFile>;
  /** By url. */
  readonly links: Map<string, { readonly key: string; readonly expiresAt: number; readonly fileName: string }>;
  /** The clock by which links expire, in epoch milliseconds. @default `Date.now` */
  now: () => number;
  /** The last number given to an upload or a link. */
  sequence: number;
}

/** An empty backend for `memorySink`. */
export function memorySinkBackend(): MemorySinkBackend {
  return { uploads: new Map(), files: new Map(), links: new Map(), now: Date.now, sequence: 0 };
}

/** What a browser would get from a link, or `undefined` when it has expired or its file is gone. */
export function fetchMemoryLink(
  backend: MemorySinkBackend,
  url: string,
): { readonly bytes: Uint8Array; readonly fileName: string } | undefined {
  const link = backend.links.get(url);
  if (link === undefined || backend.now() >= link.expiresAt) return undefined;
  const file = backend.files.get(link.key);
  return file && { bytes: file.bytes, fileName: link.fileName };
}
