import type { Post } from './post.ts';
import { postContent } from './post-content.ts';
import { createSeededRandom, type SeededRandom } from './seeded-random.ts';
import { snowflake, snowflakesPerMillisecond } from './snowflake.ts';
import { createVocabulary } from './vocabulary.ts';

export interface GeneratorOptions {
  /** Number of posts, 0 to 100,000,000. */
  readonly count: number;
  /** The same seed gives the same posts, and a smaller count the beginning of a larger one. 32 bits. @default 1 */
  readonly seed?: number | undefined;
}

const maxCount = 100_000_000;
const userCount = 20_000;
const dayMs = 24 * 60 * 60 * 1000;
const joinedMs = Date.UTC(2019, 0, 1);
const firstPostMs = Date.UTC(2022, 0, 1);
/** Posts of one block are spread over this time. */
const blockMs = 30 * dayMs;

/**
 * Makes posts one by one, so that any number of them takes no memory.
 *
 * @throws RangeError for a count or seed out of bounds.
 *
 * @example
 * ```ts
 * for (const post of generatePosts({ count: 1000 })) console.log(postJson(post));
 * ```
 */
export function* generatePosts({ count, seed = 1 }: GeneratorOptions): Generator<Post, void, undefined> {
  if (!Number.isInteger(count) || count < 0 || count > maxCount) {
    throw new RangeError(`The count of posts must be an integer from 0 to ${maxCount}; got ${count}.`);
  }
  if (seed !== (seed | 0)) throw new RangeError(`The seed must be a 32-bit integer; got ${seed}.`);
  const random = createSeededRandom(seed);
  const vocabulary = createVocabulary(seed);
  const userIds = Array.from({ length: userCount }, () => userId(random));

  for (let index = 0; index < count; index += 1) {
    // A number within its block makes the id unique, and a block of its own time makes it so across blocks.
    const block = Math.floor(index / snowflakesPerMillisecond);
    const timeMs = firstPostMs + block * blockMs + random.below(blockMs);
    yield {
      PostID: snowflake(timeMs, index % snowflakesPerMillisecond),
      UserID: random.pick(userIds),
      ...optionalField(random, 'DateCreated', () => new Date(timeMs - (timeMs % 1000)).toISOString()),
      ...optionalField(random, 'Content', () => postContent(random, vocabulary)),
      ...optionalField(random, 'Tags', () => tags(random, vocabulary.tags)),
    };
  }
}

/** One field in a hundred is null, another is not there at all. */
function optionalField<Name extends string, Value>(
  random: SeededRandom,
  name: Name,
  make: () => Value,
): { readonly [Key in Name]?: Value | null } {
  const dice = random.below(100);
  if (dice === 0) return {};
  return { [name]: dice === 1 ? null : make() } as { readonly [Key in Name]?: Value | null };
}

function tags(random: SeededRandom, known: readonly string[]): readonly string[] {
  return Array.from({ length: random.below(5) }, () => random.pick(known));
}

function userId(random: SeededRandom): bigint {
  return snowflake(joinedMs + random.below(2 * 365 * dayMs), random.below(snowflakesPerMillisecond));
}
