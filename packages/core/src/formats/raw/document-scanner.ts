import {
  backslash,
  findStringEnd,
  firstMember,
  memberValue,
  nextMember,
  notJson,
  notPlain,
  openBrace,
  openBracket,
  pastLast,
  quote,
  skipValue,
} from './json-grammar.ts';
import type { KeyNode, SlotPlan } from './slot-plan.ts';

const unfound = 0x7fff_ffff;

/**
 * Finds where the values of a plan's paths stand in a document, without making an object of it.
 *
 * Not plain, and left to the object route, is a document in which a wanted key comes twice, a key is escaped, or a path
 * leads through an array.
 */
export class DocumentScanner {
  /** For each slot, the first byte of its value; -1 when the document has none. */
  readonly starts: Int32Array;
  /** For each slot, just past its value's last byte. */
  readonly ends: Int32Array;
  readonly #ranks: Int32Array;
  readonly #root: ScanNode;
  #bytes: Uint8Array = new Uint8Array(0);
  #document = 0;

  constructor({ slotCount, root }: SlotPlan) {
    this.starts = new Int32Array(slotCount);
    this.ends = new Int32Array(slotCount);
    this.#ranks = new Int32Array(slotCount);
    this.#root = scanNode(root);
  }

  /**
   * Scans the object that starts at `at`.
   *
   * @returns the position just past it; `notPlain`, or `notJson`
   */
  scan(bytes: Uint8Array, at: number): number {
    this.#bytes = bytes;
    this.#document += 1;
    this.starts.fill(-1);
    this.#ranks.fill(unfound);
    return this.#scanObject(at, this.#root);
  }

  #scanObject(at: number, { children }: ScanNode): number {
    const bytes = this.#bytes;
    let key = firstMember(bytes, at);
    for (let expected = 0; key > 0; ) {
      const keyEnd = findKeyEnd(bytes, key);
      const value = memberValue(bytes, keyEnd);
      if (value < 0) return value;
      const index = indexOfKey(children, expected, bytes, key, keyEnd);
      if (index < 0) key = nextMember(bytes, skipValue(bytes, value, 1));
      else {
        expected = index + 1;
        key = nextMember(bytes, this.#scanWanted(value, children[index] as ScanNode));
      }
    }
    return pastLast(key);
  }

  #scanWanted(at: number, node: ScanNode): number {
    if (node.seenIn === this.#document) return notPlain;
    node.seenIn = this.#document;
    const first = this.#bytes[at];
    const isPassedThrough = node.children.length > 0;
    if (isPassedThrough && first === openBracket) return notPlain;
    const end = isPassedThrough && first === openBrace ? this.#scanObject(at, node) : skipValue(this.#bytes, at, 1);
    if (end < 0) return end;
    for (const { slot, rank } of node.leaves) {
      if (rank < (this.#ranks[slot] as number)) {
        this.#ranks[slot] = rank;
        this.starts[slot] = at;
        this.ends[slot] = end;
      }
    }
    return end;
  }
}

interface ScanNode extends KeyNode {
  readonly children: readonly ScanNode[];
  /** Number of the document in which it was last seen. */
  seenIn: number;
}

function scanNode(node: KeyNode): ScanNode {
  return { ...node, children: node.children.map(scanNode), seenIn: 0 };
}

/** From just after a key's opening quote to its closing quote; `notPlain` for a key with an escape. */
function findKeyEnd(bytes: Uint8Array, at: number): number {
  for (let position = at; ; position += 1) {
    const byte = bytes[position] ?? 0;
    if (byte === quote) return position;
    if (byte < 0x20) return notJson;
    if (byte === backslash) return findStringEnd(bytes, position) < 0 ? notJson : notPlain;
  }
}

/** Documents of one index mostly have their keys in one order, so the search begins after the key found last. */
function indexOfKey(
  nodes: readonly ScanNode[],
  expected: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): number {
  const count = nodes.length;
  for (let step = 0, index = expected; step < count; step += 1, index += 1) {
    if (index >= count) index = 0;
    if (isKey((nodes[index] as ScanNode).key, bytes, start, end)) return index;
  }
  return -1;
}

function isKey(key: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (key.length !== end - start) return false;
  for (let index = 0; index < key.length; index += 1) {
    if (key[index] !== bytes[start + index]) return false;
  }
  return true;
}
