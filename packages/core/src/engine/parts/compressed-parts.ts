import { crc32, joinChecked, noBytes } from '../../checksums/crc32.ts';
import type { Compression } from '../../contracts/index.ts';
import type { Position } from '../export-record.ts';
import type { AssembledPart, CompressedBlock } from './part-assembler.ts';
import type { PartMaker, PartMakerOptions } from './part-maker.ts';
import { createRowBuffer } from './row-buffer.ts';

/** Blocks that are compressed at once: as many as Node's thread pool has threads by default. */
const blocksAtOnce = 4;

interface CompressedPartsOptions extends PartMakerOptions {
  readonly compression: Compression;
}

/**
 * Cuts rows into blocks, has the blocks compressed side by side in the thread pool while the next rows are read and encoded,
 * and adds them to parts in their order. Memory: twice the blocks at once, beside the parts.
 */
export function compressedParts({ assembler, compression, durable, submit }: CompressedPartsOptions): PartMaker {
  const buffer = createRowBuffer({ targetBytes: () => compression.blockBytes });
  const underWay: Promise<CompressedBlock>[] = [];
  let plain = durable ?? noBytes;
  let bytes = 0;

  /** Takes the block that was gathered. */
  async function compressBlock(end: Position): Promise<CompressedBlock> {
    const block = buffer.take();
    const checked = { bytes: block.bytes.length, crc32: crc32(block.bytes) };
    plain = joinChecked(plain, checked);
    try {
      return { ...block, bytes: await compression.compress(block.bytes), end, plain: checked };
    } finally {
      buffer.release(block);
    }
  }

  async function endBlock(end: Position): Promise<void> {
    if (buffer.length() === 0) return;
    const compressing = compressBlock(end);
    // Its failure is thrown when its turn comes; until then nobody listens.
    compressing.catch(() => undefined);
    underWay.push(compressing);
    if (underWay.length > blocksAtOnce) await takeNext();
  }

  async function takeNext(): Promise<void> {
    const block = await underWay.shift();
    if (block === undefined) return;
    bytes += block.bytes.length;
    const part: AssembledPart | undefined = assembler.addBlock(block);
    if (part !== undefined) await submit(part);
  }

  return {
    bytes: () => bytes,
    addHeader(header) {
      bytes += compression.header.length;
      assembler.addHeader(compression.header);
      buffer.append(header);
    },
    async addRows(rows, firstRow, placeAfter) {
      for (const row of buffer.addRows(rows, firstRow)) await endBlock(placeAfter(row));
    },
    endPartition: endBlock,
    async takeRest(end, isFileEnd) {
      await endBlock(end);
      while (underWay.length > 0) await takeNext();
      if (isFileEnd) assembler.addTrailer(compression.trailer(plain));
      return assembler.takeRest(end);
    },
    release: (part) => assembler.release(part),
  };
}
