/** A CRC-32 as S3 writes it: the four bytes in network order, in base64. */
export function encodeCrc32(crc32: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32);
  return bytes.toString('base64');
}

/**
 * The CRC-32 of an S3 answer, or `undefined` when there is none that speaks of the whole object: a composite checksum
 * (`AAAAAA==-3`) is one of the parts' checksums.
 */
export function decodeCrc32(text: string | undefined): number | undefined {
  if (text === undefined || !/^[A-Za-z0-9+/]{6}==$/.test(text)) return undefined;
  return Buffer.from(text, 'base64').readUInt32BE();
}
