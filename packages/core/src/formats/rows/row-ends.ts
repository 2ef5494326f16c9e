const lineFeed = 10;
const quote = 34;

/**
 * The offset just past each CSV record: a line feed outside quotes. Holds because every cell with a quote, a carriage
 * return or a line feed is quoted, with its quotes doubled.
 */
export function csvRowEnds(bytes: Uint8Array, count: number): Uint32Array {
  const ends = new Uint32Array(count);
  let found = 0;
  let isQuoted = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (byte === quote) isQuoted = !isQuoted;
    else if (byte === lineFeed && !isQuoted) {
      ends[found] = index + 1;
      found += 1;
    }
  }
  return verified(ends, found, bytes);
}

/** The offset just past each line, for formats that never write a line feed inside a row. */
export function lineEnds(bytes: Uint8Array, count: number): Uint32Array {
  const ends = new Uint32Array(count);
  let found = 0;
  for (let index = bytes.indexOf(lineFeed); index !== -1; index = bytes.indexOf(lineFeed, index + 1)) {
    ends[found] = index + 1;
    found += 1;
  }
  return verified(ends, found, bytes);
}

/** Guards the engine against a defect here: a row cut in the wrong place would spoil a resumed file. */
function verified(ends: Uint32Array, found: number, bytes: Uint8Array): Uint32Array {
  if (found !== ends.length || (ends.at(-1) ?? 0) !== bytes.length) {
    throw new Error(`${ends.length} rows were encoded, but the bytes hold ${found} whole ones.`);
  }
  return ends;
}
