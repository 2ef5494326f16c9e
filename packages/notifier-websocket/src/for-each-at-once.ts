/**
 * Works on every item, so many at once, whatever becomes of the others. Settles when nothing is under way any more.
 *
 * @returns what the work threw, and what the iteration threw
 */
export async function forEachAtOnce<Item>(
  limit: number,
  items: AsyncIterable<Item>,
  work: (item: Item) => Promise<void>,
): Promise<readonly unknown[]> {
  const failures: unknown[] = [];
  const underWay = new Set<Promise<void>>();
  try {
    for await (const item of items) {
      const one: Promise<void> = work(item)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => underWay.delete(one));
      underWay.add(one);
      if (underWay.size >= limit) await Promise.race(underWay);
    }
  } catch (error) {
    failures.push(error);
  }
  await Promise.all(underWay);
  return failures;
}
