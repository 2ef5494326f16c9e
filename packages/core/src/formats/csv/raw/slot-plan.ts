/** What a scan looks for: one slot for each path. */
export interface SlotPlan {
  readonly slotCount: number;
  readonly root: KeyNode;
}

/** A key that can be part of a path. */
export interface KeyNode {
  /** UTF-8, as it stands between quotes without escapes. */
  readonly key: Uint8Array;
  /** Slots whose path can end here. */
  readonly leaves: readonly Leaf[];
  /** Keys that take a path on from here. */
  readonly children: readonly KeyNode[];
}

export interface Leaf {
  readonly slot: number;
  /** Of several ways to take a dotted path apart the one of the lowest rank counts that leads to a value. */
  readonly rank: number;
}

interface MutableNode extends KeyNode {
  readonly leaves: Leaf[];
  readonly children: MutableNode[];
}

/**
 * Plans the slots of dotted paths, slot N being path N. A key can itself contain dots, so `a.b.c` is looked for as
 * `a.b.c`, `a.b` → `c`, `a` → `b.c` and `a` → `b` → `c`, in this order of rank: that of `compilePath`.
 *
 * @returns `undefined` for paths with more segments than can sensibly be taken apart
 */
export function planSlots(paths: readonly string[]): SlotPlan | undefined {
  const root = newNode('');
  for (const [slot, path] of paths.entries()) {
    const segments = path.split('.');
    if (segments.length > maxSegments) return undefined;
    let rank = 0;
    for (const keys of decompositions(segments)) {
      const node = keys.reduce(childOf, root);
      node.leaves.push({ slot, rank });
      rank += 1;
    }
  }
  return { slotCount: paths.length, root };
}

/** 2^7 ways to take a path apart. */
const maxSegments = 8;

/** Longest first key first, then longest second key, and so on. */
function* decompositions(segments: readonly string[]): Generator<readonly string[]> {
  if (segments.length === 0) yield [];
  for (let taken = segments.length; taken >= 1; taken -= 1) {
    const key = segments.slice(0, taken).join('.');
    for (const rest of decompositions(segments.slice(taken))) yield [key, ...rest];
  }
}

function childOf(node: MutableNode, key: string): MutableNode {
  const bytes = new TextEncoder().encode(key);
  const found = node.children.find((child) => Buffer.compare(child.key, bytes) === 0);
  if (found !== undefined) return found;
  const child = newNode(key);
  node.children.push(child);
  return child;
}

function newNode(key: string): MutableNode {
  return { key: new TextEncoder().encode(key), leaves: [], children: [] };
}
