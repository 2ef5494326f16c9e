// Prints generated posts as JSON lines: `node print-posts.ts '{"count":1000}'`.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type GeneratorOptions, generatePosts } from '../data/generate-posts.ts';
import { postJson } from '../data/post.ts';

const postsPerChunk = 500;

function* chunks(posts: GeneratorOptions): Generator<string> {
  let lines: string[] = [];
  for (const post of generatePosts(posts)) {
    if (lines.push(postJson(post), '\n') < 2 * postsPerChunk) continue;
    yield lines.join('');
    lines = [];
  }
  yield lines.join('');
}

await pipeline(Readable.from(chunks(JSON.parse(process.argv[2] ?? '') as GeneratorOptions)), process.stdout);
