/**
 * A 53-bit hash of a row's cells (cyrb53), as cheap as reading them: a row that differs goes unseen once in 10^16 times,
 * and millions of rows fit into memory.
 */
export function rowHash(cells: readonly string[]): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (const cell of cells) {
    // Where one cell ends and the next begins counts as well.
    high = Math.imul(high ^ cell.length, 0x85ebca77);
    low = Math.imul(low ^ cell.length, 0xc2b2ae3d);
    for (let index = 0; index < cell.length; index += 1) {
      const unit = cell.charCodeAt(index);
      high = Math.imul(high ^ unit, 0x9e3779b1);
      low = Math.imul(low ^ unit, 0x5f356495);
    }
  }
  high = mixed(high, low);
  low = mixed(low, high);
  return 2 ** 32 * (low & 0x1fffff) + (high >>> 0);
}

function mixed(one: number, other: number): number {
  return Math.imul(one ^ (one >>> 16), 0x85ebca6b) ^ Math.imul(other ^ (other >>> 13), 0xc2b2ae35);
}
