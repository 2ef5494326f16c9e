const firstMs = 500;
const longestMs = 8000;

/** The pause before the next try: at random up to a bound that doubles, so that pages don't come back all at once. */
export function backOffMs(failures: number, random: () => number = Math.random): number {
  const bound = Math.min(longestMs, firstMs * 2 ** Math.min(failures, 10));
  return bound / 2 + (random() * bound) / 2;
}
