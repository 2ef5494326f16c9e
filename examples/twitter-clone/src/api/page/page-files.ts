import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { getMimeType } from 'hono/utils/mime';

export interface PageFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  /** Changes with the bytes. */
  readonly tag: string;
}

/** The built page by path: `/index.html`. */
export type PageFiles = ReadonlyMap<string, PageFile>;

/** Reads the whole page into memory: a few hundred kilobytes, and no request can lead out of the folder then. */
export async function readPageFiles(folder: string): Promise<PageFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(paths.map(async (path) => [keyOf(folder, path), await readPageFile(path)] as const)),
  );
}

function keyOf(folder: string, path: string): string {
  return `/${relative(folder, path).replaceAll(sep, '/')}`;
}

async function readPageFile(path: string): Promise<PageFile> {
  const bytes = new Uint8Array(await readFile(path));
  const tag = `"${createHash('sha256').update(bytes).digest('base64url')}"`;
  return { bytes, type: getMimeType(path) ?? 'application/octet-stream', tag };
}
