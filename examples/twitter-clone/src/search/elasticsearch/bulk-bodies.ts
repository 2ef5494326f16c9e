import { type GeneratorOptions, generatePosts } from '../../data/generate-posts.ts';
import { postJson } from '../../data/post.ts';

/** Measured: larger bulks gain nothing, and Elasticsearch asks for "5 to 15 MB" at most. */
const postsPerBulk = 5000;

/**
 * The posts as bodies for `_bulk`, each made when it is asked for. The post's own id is the document's, so that a bulk
 * that is sent again after a lost answer changes nothing.
 */
export function* bulkBodies(options: GeneratorOptions): Generator<string[], void, undefined> {
  let lines: string[] = [];
  for (const post of generatePosts(options)) {
    lines.push(`{"index":{"_id":"${post.PostID}"}}`, postJson(post));
    if (lines.length === 2 * postsPerBulk) {
      yield lines;
      lines = [];
    }
  }
  if (lines.length > 0) yield lines;
}
