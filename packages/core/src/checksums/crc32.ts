import { crc32 as nativeCrc32 } from 'node:zlib';
import type { CheckedLength } from '../contracts/index.ts';

/** CRC-32 (IEEE 802.3, as in gzip and S3's `CRC32`) of these bytes, an unsigned 32-bit integer. */
export function crc32(bytes: Uint8Array): number {
  return nativeCrc32(bytes);
}

/**
 * CRC-32 of two byte runs end to end, from their own CRCs and the second one's length, without reading them again.
 * The first CRC is multiplied by x^(8·length) modulo the polynomial, by repeated squaring (zlib's `crc32_combine`).
 *
 * @param secondBytes Length of the second run, a safe integer.
 */
export function crc32Combine(first: number, second: number, secondBytes: number): number {
  let shifted = first;
  // x^8 is one byte: in the reflected representation used here, x^0 is the top bit and x^8 is 1 << 23.
  let power = 0x0080_0000;
  for (let length = secondBytes; length > 0; length = Math.floor(length / 2)) {
    if (length % 2 === 1) shifted = multiply(shifted, power);
    power = multiply(power, power);
  }
  return (shifted ^ second) >>> 0;
}

/** Product of two polynomials modulo the CRC-32 polynomial, bits reflected. */
function multiply(a: number, b: number): number {
  let product = 0;
  let factor = b;
  for (let bit = 0x8000_0000; bit !== 0; bit >>>= 1) {
    if ((a & bit) !== 0) product ^= factor;
    factor = (factor & 1) === 1 ? (factor >>> 1) ^ 0xedb8_8320 : factor >>> 1;
  }
  return product >>> 0;
}

/** Length and CRC-32 of two byte runs end to end. */
export function joinChecked(first: CheckedLength, second: CheckedLength): CheckedLength {
  return {
    bytes: first.bytes + second.bytes,
    crc32: crc32Combine(first.crc32, second.crc32, second.bytes),
  };
}

/** Length and CRC-32 of no bytes. */
export const noBytes: CheckedLength = { bytes: 0, crc32: 0 };
