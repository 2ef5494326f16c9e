/** Bytes that are written one after the other into one buffer, which grows and stays. */
export class ByteOutput {
  /** Replaced when it grows: read it again after each `reserve`. */
  bytes: Buffer = Buffer.allocUnsafeSlow(64 * 1024);
  length = 0;

  /** Makes room for so many more bytes. */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2));
    this.bytes.copy(grown, 0, 0, this.length);
    this.bytes = grown;
  }

  append(piece: Uint8Array): void {
    this.reserve(piece.length);
    const { bytes } = this;
    let at = this.length;
    for (let index = 0; index < piece.length; index += 1, at += 1) bytes[at] = piece[index] as number;
    this.length = at;
  }

  /** Copies `source[start..end)`. A call into native code pays from some sixty bytes on. */
  copy(source: Buffer, start: number, end: number): void {
    this.reserve(end - start);
    let at = this.length;
    if (end - start > 64) {
      source.copy(this.bytes, at, start, end);
      at += end - start;
    } else {
      const { bytes } = this;
      for (let position = start; position < end; position += 1, at += 1) bytes[at] = source[position] as number;
    }
    this.length = at;
  }

  /** As UTF-8; a lone surrogate becomes U+FFFD. */
  text(text: string): void {
    this.reserve(text.length * 3);
    this.length += this.bytes.write(text, this.length);
  }
}
