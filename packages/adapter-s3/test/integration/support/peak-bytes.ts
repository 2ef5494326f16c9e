import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * The most that buffers took while something was done, in bytes, beyond what they took before. Garbage does not count: it is
 * collected whenever there seems to be more than `limit`.
 */
export async function peakBytes(limit: number, work: () => Promise<unknown>): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  collectGarbage();
  const before = process.memoryUsage().arrayBuffers;
  const bytesInUse = (): number => process.memoryUsage().arrayBuffers - before;
  let highest = 0;
  const sampling = setInterval(() => {
    if (bytesInUse() > limit) collectGarbage();
    highest = Math.max(highest, bytesInUse());
  }, 5);
  await work().finally(() => clearInterval(sampling));
  return highest;
}
