import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { ExportEngineError, type SinkTarget } from '@export-engine/core';
import { pathOfKey } from '../files/key-path.ts';
import type { Scratch } from '../files/scratch.ts';

/** As long as S3's, so that an export can move. */
const MAX_KEY_BYTES = 1024;

/** Where everything of one target is. */
export interface TargetPlaces extends Scratch {
  readonly target: SinkTarget;
  /** Folder of the upload under way, with its parts. */
  readonly upload: string;
  /** Folder of the finished file. */
  readonly file: string;
  /** Folder that holds all finished files. */
  readonly files: string;
}

/** @throws ExportEngineError `EXPORT_OPTIONS_INVALID` when the target can't be kept or could not be linked to */
export function targetPlaces(folder: string, target: SinkTarget): TargetPlaces {
  checkTarget(target);
  const owner = createHash('sha256')
    .update(JSON.stringify([target.key, target.token]))
    .digest('hex');
  const files = join(folder, 'files');
  return {
    target,
    upload: join(folder, 'uploads', owner),
    file: pathOfKey(files, target.key),
    files,
    scratch: join(folder, 'scratch'),
    owner,
  };
}

/** The folder of a finished file. @throws ExportEngineError `EXPORT_OPTIONS_INVALID` */
export function filePlace(folder: string, key: string): string {
  checkKey(key);
  return pathOfKey(join(folder, 'files'), key);
}

export function contentPath(file: string): string {
  return join(file, 'content');
}

export function factsPath(file: string): string {
  return join(file, 'file.json');
}

export function partPath(upload: string, number: number): string {
  return join(upload, `${number}.part`);
}

function checkTarget({ key, mediaType, token }: SinkTarget): void {
  checkKey(key);
  if (!/^[\x20-\x7e]{1,256}$/.test(mediaType)) throw invalid('mediaType', 'be 1 to 256 printable ASCII characters');
  if (!/^[\x21-\x7e]{1,256}$/.test(token)) throw invalid('token', 'be 1 to 256 ASCII characters without spaces');
}

/** Names of files are encoded, so any text would do; these are the keys that keep their form as a path in a URL. */
function checkKey(key: string): void {
  const isPath = key.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  if (!isPath || /[\u0000-\u001f\u007f]/.test(key) || !key.isWellFormed()) {
    throw invalid('key', 'be well-formed text without control characters and without empty, "." or ".." segments');
  }
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw invalid('key', `have at most ${MAX_KEY_BYTES} bytes`);
}

function invalid(option: string, rule: string): ExportEngineError {
  return new ExportEngineError('EXPORT_OPTIONS_INVALID', `The target's ${option} must ${rule}.`, {
    details: { owner: 'SinkTarget', option },
  });
}
