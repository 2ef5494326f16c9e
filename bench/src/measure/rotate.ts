/**
 * The order of a round. Each begins with another item, and every second one goes backwards, so that no item always follows
 * the same one.
 *
 * @param round 0-based
 */
export function rotated<Item>(items: readonly Item[], round: number): readonly Item[] {
  const start = items.length === 0 ? 0 : round % items.length;
  const order = [...items.slice(start), ...items.slice(0, start)];
  return round % 2 === 0 ? order : order.reverse();
}
