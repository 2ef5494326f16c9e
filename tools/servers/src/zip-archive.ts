import { crc32, deflateRawSync } from 'node:zlib';

/**
 * A ZIP archive of a few files, as Lambda takes code: deflated, readable by all, and the same bytes for the same files.
 *
 * @param files by their path in the archive, `index.mjs` or `lib/a.mjs`.
 *
 * @example
 * ```ts
 * const code = zipArchive({ 'index.mjs': 'export const handler = async () => 1;' });
 * ```
 */
export function zipArchive(files: Readonly<Record<string, string | Uint8Array>>): Buffer<ArrayBuffer> {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of Object.entries(files).sort(byPath)) {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    const deflated = deflateRawSync(bytes);
    const shared = header(path, bytes, deflated);
    const local = Buffer.concat([signature(0x04034b50), shared, Buffer.from(path), deflated]);
    locals.push(local);
    centrals.push(Buffer.concat([signature(0x02014b50), MADE_BY_UNIX, shared, attributes(offset), Buffer.from(path)]));
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  return Buffer.concat([...locals, directory, end(centrals.length, directory.length, offset)]);
}

function byPath([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}

/** Version 2.0 of the format, written on Unix: the upper half of the attributes is a file mode. */
const MADE_BY_UNIX = Buffer.from([20, 3]);

/** The part that a file's own header and the directory share. */
function header(path: string, bytes: Uint8Array, deflated: Uint8Array): Buffer {
  const buffer = Buffer.alloc(26);
  buffer.writeUInt16LE(20, 0);
  // Names are UTF-8; deflated; 1 January 1980.
  buffer.writeUInt16LE(0x0800, 2);
  buffer.writeUInt16LE(8, 4);
  buffer.writeUInt16LE(0x21, 8);
  buffer.writeUInt32LE(crc32(bytes), 10);
  buffer.writeUInt32LE(deflated.length, 14);
  buffer.writeUInt32LE(bytes.length, 18);
  buffer.writeUInt16LE(Buffer.byteLength(path), 22);
  return buffer;
}

function attributes(offset: number): Buffer {
  const buffer = Buffer.alloc(14);
  buffer.writeUInt32LE(0o100644 * 0x10000, 6);
  buffer.writeUInt32LE(offset, 10);
  return buffer;
}

function end(files: number, directoryLength: number, directoryOffset: number): Buffer {
  const buffer = Buffer.alloc(18);
  buffer.writeUInt16LE(files, 4);
  buffer.writeUInt16LE(files, 6);
  buffer.writeUInt32LE(directoryLength, 8);
  buffer.writeUInt32LE(directoryOffset, 12);
  return Buffer.concat([signature(0x06054b50), buffer]);
}

function signature(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value, 0);
  return buffer;
}
