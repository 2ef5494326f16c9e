import {
  backslash,
  findStop,
  firstMember,
  memberValue,
  nextMember,
  notJson,
  notPlain,
  openBrace,
  openBracket,
  pastLast,
  pastQuote,
  quote,
  skipValue,
} from './json-grammar';
import { findClassifiedEnd, stringClass } from './string-class';
import { noText, Text } from './text';

/*
 * Finds where the values of a plan's paths stand in a document. The plan is src/formats/csv/raw/slot-plan.ts.
 *
 * Not plain, and left to the host, is a document in which a wanted key comes twice, a key is escaped, or a path leads through
 * an array.
 */

/** Where the value of each slot stands; a negative start when the document has none. */
export let starts: StaticArray<i32> = new StaticArray<i32>(0);
/** Just past its last byte. */
export let ends: StaticArray<i32> = new StaticArray<i32>(0);
/** Its class, when it is a string. */
export let classes: StaticArray<i32> = new StaticArray<i32>(0);
let ranks: StaticArray<i32> = new StaticArray<i32>(0);

/** A key that can be part of a path. */
export class KeyNode {
  /** The key and its closing quote. */
  text: Text;
  leaves: StaticArray<Leaf>;
  /** Those that a document can hold without an escape. */
  children: StaticArray<KeyNode>;
  /** Whether a path leads on from here. */
  isPassedThrough: bool;
  /** The number of the document in which it was last seen. */
  seenIn: i32 = 0;

  constructor(text: Text, leafCount: i32, childCount: i32, isPassedThrough: bool) {
    this.text = text;
    this.leaves = new StaticArray<Leaf>(leafCount);
    this.children = new StaticArray<KeyNode>(childCount);
    this.isPassedThrough = isPassedThrough;
  }
}

let root: KeyNode = new KeyNode(noText, 0, 0, false);
let documentNumber: i32 = 0;

/** A slot whose path can end at a key. The lowest rank counts. */
export class Leaf {
  slot: i32;
  rank: i32;

  constructor(slot: i32, rank: i32) {
    this.slot = slot;
    this.rank = rank;
  }
}

export function newKeyNode(text: Text, leafCount: i32, childCount: i32, isPassedThrough: bool): KeyNode {
  return new KeyNode(text, leafCount, childCount, isPassedThrough);
}

export function setLeaf(node: KeyNode, index: i32, slot: i32, rank: i32): void {
  node.leaves[index] = new Leaf(slot, rank);
}

export function setChild(node: KeyNode, index: i32, child: KeyNode): void {
  node.children[index] = child;
}

export function setPlan(rootNode: KeyNode, slotCount: i32): void {
  root = rootNode;
  starts = new StaticArray<i32>(slotCount);
  ends = new StaticArray<i32>(slotCount);
  classes = new StaticArray<i32>(slotCount);
  ranks = new StaticArray<i32>(slotCount);
}

/** Scans the object that starts at `at`. @returns the position just past it; `notPlain`, or `notJson` */
export function scanDocument(at: i32): i32 {
  documentNumber += 1;
  for (let slot = 0; slot < starts.length; slot += 1) starts[slot] = -1;
  return scanObject(at, root);
}

function scanObject(at: i32, node: KeyNode): i32 {
  const children = node.children;
  let key = firstMember(at);
  for (let expected = 0; key > 0; ) {
    const index = indexOfKey(children, expected, key);
    if (index >= 0) {
      const child = children[index];
      expected = index + 1;
      const value = memberValue(key + child.text.length - 1);
      key = value < 0 ? value : nextMember(scanWanted(value, child));
    } else {
      const value = memberValue(findKeyEnd(key));
      key = value < 0 ? value : nextMember(skipValue(value, 1));
    }
  }
  return pastLast(key);
}

function scanWanted(at: i32, node: KeyNode): i32 {
  if (node.seenIn === documentNumber) return notPlain;
  node.seenIn = documentNumber;
  const first = load<u8>(at);
  if (node.isPassedThrough && first === openBracket) return notPlain;
  let end: i32;
  if (first === quote) end = pastQuote(findClassifiedEnd(at + 1));
  else if (first === openBrace && node.isPassedThrough) end = scanObject(at, node);
  else end = skipValue(at, 1);
  if (end < 0) return end;
  const leaves = node.leaves;
  for (let index = 0; index < leaves.length; index += 1) {
    const slot = leaves[index].slot;
    const rank = leaves[index].rank;
    if (starts[slot] >= 0 && ranks[slot] <= rank) continue;
    ranks[slot] = rank;
    starts[slot] = at;
    ends[slot] = end;
    classes[slot] = stringClass;
  }
  return end;
}

/** From just after a key's opening quote to its closing quote; `notPlain` for a key with an escape. */
export function findKeyEnd(at: i32): i32 {
  const position = findStop(at);
  const byte = load<u8>(position);
  if (byte === quote) return position;
  return byte === backslash ? notPlain : notJson;
}

/** Documents of one index mostly have their keys in one order, so the search begins after the key found last. */
function indexOfKey(nodes: StaticArray<KeyNode>, expected: i32, key: i32): i32 {
  const count = nodes.length;
  for (let step = 0, index = expected; step < count; step += 1, index += 1) {
    if (index >= count) index = 0;
    if (isKey(nodes[index].text, key)) return index;
  }
  return -1;
}

/** Compared sixteen bytes at a time, the closing quote included. */
export function isKey(text: Text, key: i32): bool {
  const length = text.length;
  for (let offset = 0; offset < length; offset += 16) {
    const same = i8x16.bitmask(i8x16.eq(v128.load(text.address + offset), v128.load(key + offset)));
    const wanted = length - offset >= 16 ? 0xffff : (1 << (length - offset)) - 1;
    if ((same & wanted) !== wanted) return false;
  }
  return true;
}
