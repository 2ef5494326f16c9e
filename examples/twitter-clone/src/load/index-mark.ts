import { createHash } from 'node:crypto';
import { generatePosts } from '../data/generate-posts.ts';
import { postJson } from '../data/post.ts';

/** What the mapping's `_meta` of a loaded index says about its posts; also that they are all there. */
export interface IndexMark {
  readonly count: number;
  readonly seed: number;
  readonly shards: number;
  /** Changes with the generator, so that an index of an older one is not taken for its own. */
  readonly fingerprint: string;
}

const fingerprintPosts = 500;

export function indexMark({ count, seed, shards }: Omit<IndexMark, 'fingerprint'>): IndexMark {
  const hash = createHash('sha256');
  for (const post of generatePosts({ count: fingerprintPosts, seed })) hash.update(postJson(post));
  return { count, seed, shards, fingerprint: hash.digest('hex') };
}
