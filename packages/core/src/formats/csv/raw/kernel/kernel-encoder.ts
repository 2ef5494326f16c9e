import type { BoundColumn, EncodedRows } from '../../../../contracts/index.ts';
import type { CsvSettings } from '../../csv-settings.ts';
import type { HostCells } from '../host-cells.ts';
import type { SlotPlan } from '../slot-plan.ts';
import { createKernel } from './kernel.ts';
import { createKernelHost } from './kernel-host.ts';
import { setUpKernel } from './set-up-kernel.ts';

/** What the pages of an export have in common. */
export interface KernelSetUp {
  readonly columns: readonly BoundColumn[];
  readonly settings: CsvSettings;
  /** Of the paths that the columns need. */
  readonly plan: SlotPlan;
  /** From an element of a page to its document: plain keys. */
  readonly documentPath: readonly string[];
}

/**
 * Encodes a page of UTF-8. The bytes stay valid until the next page. Throws `EXPORT_CELL_REJECTED`, or what `isTrap` knows:
 * then the kernel is of no further use.
 *
 * @returns `undefined` for a page that is not whole JSON, or not of `count` documents
 */
export type KernelEncoder = (page: Uint8Array, count: number) => EncodedRows | undefined;

/** @returns `undefined` where no kernel can be had */
export function createKernelEncoder(setUp: KernelSetUp, cells: HostCells): KernelEncoder | undefined {
  const kernel = createKernel((created) => createKernelHost(created, cells, setUp.plan.slotCount));
  if (kernel === undefined) return undefined;
  setUpKernel(kernel, setUp);

  return (page, count) => {
    const pageAt = kernel.startPage(page.length, count);
    new Uint8Array(kernel.memory.buffer).set(page, pageAt);
    if (kernel.encodePage() !== count) return undefined;
    const { buffer } = kernel.memory;
    const rowsAt = kernel.rowsAt();
    return {
      bytes: Buffer.from(buffer, rowsAt, kernel.cursor.value - rowsAt),
      rowEnds: new Uint32Array(buffer, kernel.rowEndsAt(), count).slice(),
      madeObjects: false,
    };
  };
}
