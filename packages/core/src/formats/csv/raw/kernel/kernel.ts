import { kernelBase64 } from './kernel.generated.ts';

/** A place in the kernel's memory. */
export type Address = number;

/** What the kernel exports: packages/core/kernel/index.ts. */
export interface Kernel {
  /** Its buffer is another one after it has grown. */
  readonly memory: { readonly buffer: ArrayBuffer };
  // Once, before the first page.
  newText(length: number): Address;
  addressOf(text: Address): Address;
  setDialect(delimiter: number, recordDelimiter: Address, emptyCell: Address): void;
  setArraySeparator(separator: Address, isPlain: boolean, holdsDelimiter: boolean): void;
  setFormulaGuard(escapes: boolean, refuses: boolean): void;
  setColumnCount(count: number): void;
  setCells(index: number, slot: number, nullCell: Address, trueCell: Address, falseCell: Address): void;
  setCopied(index: number, strings: boolean, arrays: boolean, numbers: boolean, isMinusGuarded: boolean): void;
  newKeyNode(text: Address, leafCount: number, childCount: number, isPassedThrough: boolean): Address;
  setLeaf(node: Address, index: number, slot: number, rank: number): void;
  setChild(node: Address, index: number, child: Address): void;
  setPlan(root: Address, slotCount: number): void;
  setPathLength(length: number): void;
  setPathKey(index: number, key: Address): void;
  // For each page.
  startPage(length: number, count: number): Address;
  encodePage(): number;
  rowsAt(): Address;
  rowEndsAt(): Address;
  /** Just past the last row. */
  readonly cursor: { readonly value: Address };
  // For the host, while a page is encoded.
  readonly starts: { readonly value: Address };
  readonly ends: { readonly value: Address };
  reserve(count: number): void;
  advance(count: number): void;
}

/** What the kernel asks for while it goes through a page: packages/core/kernel/host.ts. */
export interface KernelHost {
  writeCell(index: number, row: number): void;
  writeDocument(start: Address, end: Address, row: number): void;
}

/**
 * An instance of its own. Compiling takes two milliseconds, and next to none while another instance is alive in the
 * process.
 *
 * @returns `undefined` where there is no WebAssembly, no SIMD, or no memory
 */
export function createKernel(createHost: (kernel: Kernel) => KernelHost): Kernel | undefined {
  const WebAssembly = webAssembly();
  if (WebAssembly === undefined) return undefined;
  let host: KernelHost | undefined;
  const imports: KernelHost = {
    writeCell: (index, row) => host?.writeCell(index, row),
    writeDocument: (start, end, row) => host?.writeDocument(start, end, row),
  };
  try {
    const module = new WebAssembly.Module(Buffer.from(kernelBase64, 'base64'));
    const kernel = new WebAssembly.Instance(module, { host: imports }).exports as Kernel;
    host = createHost(kernel);
    return kernel;
  } catch {
    return undefined;
  }
}

/** Whether the kernel stopped by itself, which it does when its memory can't grow. */
export function isTrap(error: unknown): boolean {
  const RuntimeError = webAssembly()?.RuntimeError;
  return RuntimeError !== undefined && error instanceof RuntimeError;
}

/** The little of WebAssembly that is needed; TypeScript has it among the browser's types only. */
interface WebAssemblyGlobal {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: { readonly host: KernelHost }) => { readonly exports: unknown };
  readonly RuntimeError: new () => Error;
}

function webAssembly(): WebAssemblyGlobal | undefined {
  return (globalThis as { readonly WebAssembly?: WebAssemblyGlobal }).WebAssembly;
}
