/** Index of the first row from `from` on that ends at or past `offset`; the number of rows when none does. */
export function rowAtOrPast(rowEnds: Uint32Array, from: number, offset: number): number {
  let low = from;
  let high = rowEnds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rowEnds[middle] ?? 0) >= offset) high = middle;
    else low = middle + 1;
  }
  return low;
}
