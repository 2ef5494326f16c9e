import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** Longest name of a file, in characters of one byte each: below `NAME_MAX` of every file system (eCryptfs has 143). */
const MAX_NAME_LENGTH = 120;
const HASHED_START_LENGTH = 50;

/** Names that Windows keeps for devices, with any extension; "Naming Files, Paths, and Namespaces", Microsoft Learn. */
const deviceName = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/;

/** Ends the name of a folder of keys, so that a key may be the beginning of another. */
const FOLDER_MARK = '+';
/** Only in names of segments that were too long: their own text is not in their name. */
const HASH_MARK = '~';

/**
 * Where a key lives: its last segment names a folder of its own, the others the folders above it. Two keys never share a
 * path, not on file systems that ignore case (Windows, macOS) or the Unicode form (macOS) either: whatever is not
 * `a-z 0-9 . _ -` is percent-encoded, capitals included. A key can't lead out of the root.
 */
export function pathOfKey(root: string, key: string): string {
  const segments = key.split('/');
  const names = segments.map(
    (segment, index) => nameOfSegment(segment) + (index < segments.length - 1 ? FOLDER_MARK : ''),
  );
  return join(root, ...names);
}

/** What a name in a folder of keys stands for. */
export interface NamedSegment {
  readonly kind: 'key' | 'folder';
  /** `undefined` when the segment was too long for its name. */
  readonly segment: string | undefined;
}

/** Reads a name back. @returns `undefined` for a name that `pathOfKey` does not make, such as `.DS_Store` */
export function namedSegment(name: string): NamedSegment | undefined {
  const kind = name.endsWith(FOLDER_MARK) ? 'folder' : 'key';
  const bare = kind === 'folder' ? name.slice(0, -FOLDER_MARK.length) : name;
  if (/^[a-z0-9._%-]*~[0-9a-f]{64}$/.test(bare)) return { kind, segment: undefined };
  const segment = decoded(bare);
  return segment !== undefined && segment !== '' && nameOfSegment(segment) === bare ? { kind, segment } : undefined;
}

function nameOfSegment(segment: string): string {
  const name = segment
    .replace(/[^a-z0-9._-]/gu, percentEncoded)
    // Windows drops a dot at the end of a name; this also spells "." and "..".
    .replace(/\.$/, '%2e')
    .replace(deviceName, (device) => percentEncoded(device.slice(0, 1)) + device.slice(1));
  if (name.length <= MAX_NAME_LENGTH) return name;
  return name.slice(0, HASHED_START_LENGTH) + HASH_MARK + createHash('sha256').update(segment).digest('hex');
}

function percentEncoded(character: string): string {
  return Buffer.from(character).toString('hex').replaceAll(/../g, '%$&');
}

function decoded(name: string): string | undefined {
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined;
  }
}
