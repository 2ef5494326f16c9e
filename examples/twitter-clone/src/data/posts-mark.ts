import { createHash } from 'node:crypto';
import { type GeneratorOptions, generatePosts } from './generate-posts.ts';
import { postJson } from './post.ts';

/** What a loaded database or index says about its posts; also that they are all there. */
export interface PostsMark {
  readonly count: number;
  readonly seed: number;
  /** Changes with the generator, so that what an older one made is not taken for its own. */
  readonly fingerprint: string;
}

const fingerprintPosts = 500;

export function postsMark({ count, seed = 1 }: GeneratorOptions): PostsMark {
  const hash = createHash('sha256');
  for (const post of generatePosts({ count: fingerprintPosts, seed })) hash.update(postJson(post));
  return { count, seed, fingerprint: hash.digest('hex') };
}
