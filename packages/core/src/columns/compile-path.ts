/** Reads the value a path names; `undefined` when the row has none. */
export type PathReader = (row: object) => unknown;

/**
 * Compiles a dotted path once into a function that reads it from any row.
 *
 * At each object the longest own key wins that is made of the path's next segments and leads to a value: in
 * `user.name`, a literal key `user.name` comes before the object `user`. Through an array the path yields the array of
 * every element's value, one level flattened and in order, with `null` for an element that has none, so that two paths
 * through the same array stay aligned; when no element has a value, nothing was found. Only own properties are seen:
 * `__proto__` and `constructor` are keys like any other.
 *
 * @example
 * ```ts
 * import { compilePath } from '@export-engine/core';
 *
 * const readNames = compilePath('items.name');
 * readNames({ items: [{ name: 'a' }, {}, { name: 'b' }] }); // ['a', null, 'b']
 * ```
 */
export function compilePath(path: string): PathReader {
  const segments = path.split('.');
  if (segments.length === 1)
    return (row) => (Object.hasOwn(row, path) ? (row as Record<string, unknown>)[path] : undefined);
  const keysAt = segments.map((_, start) => keysFrom(segments, start));
  return (row) => readObject(row, 0, keysAt);
}

/** The keys that can take the path on from one of its segments, and the segment each leads to. */
type Keys = readonly { readonly key: string; readonly next: number }[];

/** Longest first. */
function keysFrom(segments: readonly string[], start: number): Keys {
  return segments
    .slice(start)
    .map((_, index) => ({ key: segments.slice(start, start + index + 1).join('.'), next: start + index + 1 }))
    .reverse();
}

function readObject(object: object, start: number, keysAt: readonly Keys[]): unknown {
  for (const { key, next } of keysAt[start] ?? []) {
    if (!Object.hasOwn(object, key)) continue;
    const found = readValue((object as Record<string, unknown>)[key], next, keysAt);
    if (found !== undefined) return found;
  }
  return undefined;
}

function readValue(value: unknown, start: number, keysAt: readonly Keys[]): unknown {
  if (start === keysAt.length) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  return Array.isArray(value) ? readElements(value, start, keysAt) : readObject(value, start, keysAt);
}

function readElements(elements: readonly unknown[], start: number, keysAt: readonly Keys[]): unknown {
  const values: unknown[] = [];
  let hasFound = elements.length === 0;
  for (const element of elements) {
    const found = readValue(element, start, keysAt);
    if (found !== undefined) hasFound = true;
    if (Array.isArray(found)) for (const item of found) values.push(item);
    else values.push(found ?? null);
  }
  return hasFound ? values : undefined;
}
