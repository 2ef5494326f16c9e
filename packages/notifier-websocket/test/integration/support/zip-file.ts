import { crc32 } from '@export-engine/core';

/** A ZIP archive of one small file, stored as it is. */
export function zipFile(name: string, text: string): Buffer {
  const [nameBytes, content] = [Buffer.from(name), Buffer.from(text)];
  const sums = Buffer.alloc(12);
  sums.writeUInt32LE(crc32(content), 0);
  sums.writeUInt32LE(content.length, 4);
  sums.writeUInt32LE(content.length, 8);
  const nameLength = Buffer.from([nameBytes.length, 0]);
  // Version 2.0, no flags, stored, 1 January 1980.
  const versionToDate = Buffer.from([20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0]);
  const local = Buffer.concat([
    text4('PK\x03\x04'),
    versionToDate,
    sums,
    nameLength,
    Buffer.alloc(2),
    nameBytes,
    content,
  ]);
  const attributes = Buffer.alloc(16);
  // A regular file that all may read, in the upper half: what unpacks it sets its mode so.
  attributes.writeUInt32LE(0o100644 * 0x10000, 8);
  const central = Buffer.concat([
    ...[text4('PK\x01\x02'), Buffer.from([20, 3]), versionToDate, sums, nameLength, attributes, nameBytes],
  ]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, text4('PK\x05\x06'), end]);
}

function text4(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}
