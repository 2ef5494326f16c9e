/** Turns texts into UTF-8 bytes in one buffer that is kept; a lone surrogate becomes U+FFFD. */
export interface ByteBuffer {
  /** The bytes are valid until the next call. */
  write(text: string): Uint8Array;
}

/** The buffer grows to the largest text seen and stays, so that a long export allocates once. */
export function createByteBuffer(): ByteBuffer {
  let buffer = Buffer.alloc(0);
  return {
    write: (text) => {
      const size = Buffer.byteLength(text);
      if (size > buffer.length) buffer = Buffer.allocUnsafeSlow(size + Math.floor(size / 4));
      return buffer.subarray(0, buffer.write(text));
    },
  };
}
