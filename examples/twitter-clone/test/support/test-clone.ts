import type { JsonValue } from '@export-engine/core';
import { createTwitterClone, type TwitterCloneOptions } from '../../src/api/create-twitter-clone.ts';
import type { DemoParts } from '../../src/demo/demo-parts.ts';
import { embeddedParts } from '../../src/demo/embedded-parts.ts';
import { freePort } from '../../src/demo/free-port.ts';

export interface TestClone {
  readonly url: string;
  readonly wireUrl: string;
  /** What went wrong and nobody was told of. */
  readonly errors: readonly unknown[];
  close(): Promise<void>;
}

const { signal } = new AbortController();

/** The application on given parts. */
export async function startTestClone<Query extends JsonValue>(
  parts: Pick<TwitterCloneOptions<Query>, 'backend' | 'sink' | 'store' | 'files' | 'secret'>,
  options: Partial<Pick<TwitterCloneOptions<Query>, 'port' | 'rowsPerSecond' | 'page'>> = {},
): Promise<TestClone> {
  const errors: unknown[] = [];
  const clone = createTwitterClone<Query>({
    page: new Map(),
    port: 0,
    wirePort: 0,
    partitions: 1,
    rowsPerSecond: null,
    ...options,
    ...parts,
    onError: (error) => errors.push(error),
  });
  try {
    return { ...(await clone.start({ signal })), errors, close: clone.close };
  } catch (error) {
    await clone.close();
    throw error;
  }
}

/** The application as the demo starts it on one machine, with its data in this folder. */
export async function startEmbeddedClone(
  folder: string,
  options: { readonly posts: number; readonly rowsPerSecond?: number | undefined },
): Promise<TestClone> {
  const port = await freePort(0);
  const parts: DemoParts<never> = (await embeddedParts({
    posts: options.posts,
    dataFolder: folder,
    url: `http://127.0.0.1:${port}`,
    output: { write: () => true },
    signal,
  })) as never;
  const clone = await startTestClone(parts, { port, rowsPerSecond: options.rowsPerSecond ?? null });
  return {
    ...clone,
    async close() {
      await clone.close();
      await parts.close();
    },
  };
}
