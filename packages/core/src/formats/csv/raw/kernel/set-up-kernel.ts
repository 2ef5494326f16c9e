import type { BoundColumn } from '../../../../contracts/index.ts';
import type { CsvSettings } from '../../csv-settings.ts';
import { cellRules } from '../cell-rules.ts';
import { firstSlots } from '../host-cells.ts';
import { createQuotedText } from '../quoting.ts';
import type { KeyNode } from '../slot-plan.ts';
import type { Address, Kernel } from './kernel.ts';
import type { KernelSetUp } from './kernel-encoder.ts';

/** Writes into the kernel's memory what it has to know before the first page. */
export function setUpKernel(kernel: Kernel, { columns, settings, plan, documentPath }: KernelSetUp): void {
  setSettings(kernel, settings, createQuotedText(settings, columns.length)(''));
  setColumns(kernel, columns, settings);
  kernel.setPlan(newKeyNode(kernel, plan.root), plan.slotCount);
  kernel.setPathLength(documentPath.length);
  for (const [index, key] of documentPath.entries()) kernel.setPathKey(index, newText(kernel, `${key}"`));
}

function setSettings(kernel: Kernel, settings: CsvSettings, emptyCell: string): void {
  const { delimiter, recordDelimiter, arraySeparator, formulaGuard } = settings;
  kernel.setDialect(delimiter.charCodeAt(0), newText(kernel, recordDelimiter), newText(kernel, emptyCell));
  const holdsDelimiter = arraySeparator.includes(delimiter);
  kernel.setArraySeparator(newText(kernel, arraySeparator), isPlainSeparator(arraySeparator), holdsDelimiter);
  kernel.setFormulaGuard(formulaGuard === 'escape', formulaGuard === 'reject');
}

/** Columns that are functions stay the host's. */
function setColumns(kernel: Kernel, columns: readonly BoundColumn[], settings: CsvSettings): void {
  const slots = firstSlots(columns);
  kernel.setColumnCount(columns.length);
  for (const [index, column] of columns.entries()) {
    if (column.kind !== 'path') continue;
    const { nullCell, trueCell, falseCell, ...rules } = cellRules(column, columns.length, settings);
    kernel.setCells(
      index,
      slots[index] as number,
      newText(kernel, nullCell),
      trueCell === undefined ? none : newText(kernel, trueCell),
      falseCell === undefined ? none : newText(kernel, falseCell),
    );
    const { areStringsCopied, areArraysJoined, areNumbersCopied, isMinusGuarded } = rules;
    kernel.setCopied(index, areStringsCopied, areArraysJoined, areNumbersCopied, isMinusGuarded);
  }
}

/** Where there is a text, or none. */
const none: Address = 0;

function newKeyNode(kernel: Kernel, { key, leaves, children }: KeyNode): Address {
  // A document spells other keys with an escape, which makes it one of the host's.
  const plainChildren = children.filter((child) => isPlainKey(child.key));
  const text = newText(kernel, Buffer.concat([key, Buffer.from('"')]));
  const node = kernel.newKeyNode(text, leaves.length, plainChildren.length, children.length > 0);
  for (const [index, { slot, rank }] of leaves.entries()) kernel.setLeaf(node, index, slot, rank);
  for (const [index, child] of plainChildren.entries()) kernel.setChild(node, index, newKeyNode(kernel, child));
  return node;
}

/** Whether a key can stand between the quotes of JSON as it is. */
export function isPlainKey(key: string | Uint8Array): boolean {
  return Buffer.from(key).every((byte) => byte >= 0x20 && byte !== 0x22 && byte !== 0x5c);
}

function newText(kernel: Kernel, content: string | Uint8Array): Address {
  const bytes = Buffer.from(content);
  const text = kernel.newText(bytes.length);
  bytes.copy(Buffer.from(kernel.memory.buffer), kernel.addressOf(text));
  return text;
}

/** Whether elements joined by it can stay as they are: it holds nothing that has to be replaced or doubled. */
function isPlainSeparator(separator: string): boolean {
  return !/["\r\n\0\uFEFF]/.test(separator);
}
