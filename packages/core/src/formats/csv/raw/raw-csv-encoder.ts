import { isUtf8 } from 'node:buffer';
import type { BoundColumn, EncodedRows, RowBatch } from '../../../contracts/index.ts';
import { ExportEngineError } from '../../../errors/index.ts';
import type { CsvSettings } from '../csv-settings.ts';
import { createHostCells, inputPaths } from './host-cells.ts';
import { isTrap } from './kernel/kernel.ts';
import { createKernelEncoder, type KernelEncoder } from './kernel/kernel-encoder.ts';
import { isPlainKey } from './kernel/set-up-kernel.ts';
import { planSlots } from './slot-plan.ts';

type JsonBatch = Extract<RowBatch, { kind: 'json' }>;

/** Encodes a page, or returns `undefined` for one that has to take the object route. */
export type EncodeRaw = (page: JsonBatch, count: number) => EncodedRows | undefined;

/**
 * The raw route: from the bytes of a page to the bytes of its rows without making row objects, in a kernel that looks at
 * sixteen bytes at once. Its bytes are those of the object route. A cell or document that is not common is written by the
 * object route's own functions, one by one; a page with a refused cell, and whatever is not whole JSON, is left to that
 * route, which knows what to say.
 *
 * @returns `undefined` when a column needs the whole row
 */
export function createRawCsvEncoder(columns: readonly BoundColumn[], settings: CsvSettings): EncodeRaw | undefined {
  const paths = inputPaths(columns);
  const plan = paths === undefined ? undefined : planSlots(paths);
  if (plan === undefined) return undefined;
  const createEncoder = (documentPath: readonly string[]): KernelEncoder | undefined =>
    createKernelEncoder({ columns, settings, plan, documentPath }, createHostCells(columns, settings));
  let kernel: { readonly path: string; readonly encode: KernelEncoder | undefined } | undefined;

  /** The kernel is made for the first page; pages whose documents stand elsewhere do without. */
  function encoderUnder(documentPath: readonly string[]): KernelEncoder | undefined {
    const path = JSON.stringify(documentPath);
    kernel ??= { path, encode: documentPath.every(isPlainKey) ? createEncoder(documentPath) : undefined };
    return kernel.path === path ? kernel.encode : undefined;
  }

  return ({ bytes, documentPath }, count) => {
    if (bytes.length > largestPageBytes || !isUtf8(bytes)) return undefined;
    try {
      return encoderUnder(documentPath)?.(bytes, count);
    } catch (error) {
      if (isTrap(error)) kernel = { path: '', encode: undefined };
      // A refused cell: the object route refuses it too, or a page that goes wrong before it.
      else if (!ExportEngineError.isInstance(error)) throw error;
      return undefined;
    }
  };
}

/** 32 MiB. The kernel's memory never shrinks: it holds the largest page and its rows, 256 MiB at most. */
const largestPageBytes = 32 * 1024 * 1024;
