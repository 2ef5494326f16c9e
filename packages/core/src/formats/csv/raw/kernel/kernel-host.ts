import type { HostCells, Slots } from '../host-cells.ts';
import type { Kernel, KernelHost } from './kernel.ts';

/** Writes the host's texts into the kernel's memory. */
export function createKernelHost(kernel: Kernel, cells: HostCells, slotCount: number): KernelHost {
  let slots: Slots | undefined;

  /** Memory that has grown needs new views. */
  function viewSlots(): Slots {
    const { buffer } = kernel.memory;
    if (slots?.source.buffer !== buffer) {
      slots = {
        source: Buffer.from(buffer),
        starts: new Int32Array(buffer, kernel.starts.value, slotCount),
        ends: new Int32Array(buffer, kernel.ends.value, slotCount),
      };
    }
    return slots;
  }

  function write(text: string): void {
    kernel.reserve(text.length * maxUtf8Bytes);
    kernel.advance(viewSlots().source.write(text, kernel.cursor.value));
  }

  return {
    writeCell: (index, row) => write(cells.cellText(index, viewSlots(), row)),
    writeDocument: (start, end, row) => write(cells.rowText(viewSlots().source.subarray(start, end), row)),
  };
}

/** Of a UTF-16 code unit. */
const maxUtf8Bytes = 3;
