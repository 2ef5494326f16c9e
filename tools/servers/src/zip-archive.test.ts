import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { zipArchive } from './zip-archive.ts';

const files = { 'index.mjs': 'export const a = 1;', 'lib/ü.txt': Buffer.alloc(100_000, 'x'), empty: '' };

describe('zipArchive', () => {
  it('holds every file with its name, its length and its content', () => {
    expect(read(zipArchive(files))).toEqual({
      empty: '',
      'index.mjs': 'export const a = 1;',
      'lib/ü.txt': 'x'.repeat(100_000),
    });
  });

  it('gives the same bytes for the same files in another order', () => {
    const turned = Object.fromEntries(Object.entries(files).reverse());

    expect(zipArchive(turned)).toEqual(zipArchive(files));
  });
});

/** By the directory at the end, as every reader of the format does. */
function read(archive: Buffer): Record<string, string> {
  const found: Record<string, string> = {};
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = archive.readUInt32LE(end + 16);
  for (let count = archive.readUInt16LE(end + 10); count > 0; count -= 1) {
    const [packed, length, nameLength] = [
      archive.readUInt32LE(at + 20),
      archive.readUInt32LE(at + 24),
      archive.readUInt16LE(at + 28),
    ];
    const local = archive.readUInt32LE(at + 42);
    const start = local + 30 + nameLength;
    const content = inflateRawSync(archive.subarray(start, start + packed));
    expect(content.length).toBe(length);
    found[archive.toString('utf8', at + 46, at + 46 + nameLength)] = content.toString();
    at += 46 + nameLength;
  }
  return found;
}
