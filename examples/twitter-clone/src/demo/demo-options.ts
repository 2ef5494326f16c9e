import { parseArgs } from 'node:util';

export interface DemoOptions {
  readonly posts: number;
  readonly partitions: number;
  readonly shouldKeep: boolean;
}

const help = `Usage: npm run demo [-- options]

Starts a real Elasticsearch and a real S3 server on this machine, loads generated posts into the one, exports them as CSV
into the other, and has another reader compare the file with the posts.

  --posts N       how many posts, 1 to 10,000,000 (default 100,000)
  --partitions N  how many slices to read the index in, 1 to 64 (default 1)
  --keep          keeps the servers running until Ctrl-C, and tells how to fetch the file
  --help          this text
`;

/** @returns the help text instead when it is asked for. @throws Error in one sentence for a wrong command line. */
export function demoOptions(args: readonly string[]): DemoOptions | { readonly help: string } {
  const { values } = parseArgs({
    args: [...args],
    options: {
      posts: { type: 'string', default: '100000' },
      partitions: { type: 'string', default: '1' },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return { help };
  return {
    posts: integer('--posts', values.posts, 10_000_000),
    partitions: integer('--partitions', values.partitions, 64),
    shouldKeep: values.keep,
  };
}

function integer(name: string, text: string, max: number): number {
  const value = Number(text.replaceAll(/[,_]/g, ''));
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  throw new Error(`${name} must be an integer from 1 to ${max}; got "${text}".`);
}
