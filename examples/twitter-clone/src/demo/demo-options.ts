import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

export interface DemoOptions {
  /** Runs one export without a browser, instead of serving. */
  readonly isOnce: boolean;
  /** On a real Elasticsearch and a real S3 server, instead of on what is embedded. */
  readonly hasServers: boolean;
  readonly posts: number;
  readonly partitions: number;
  /** After `--once`: goes on serving. */
  readonly shouldKeep: boolean;
  /** `null` for the usual one, or another when that is taken. */
  readonly port: number | null;
  /** Absolute path of the folder for the posts, the exports and the rest. */
  readonly dataFolder: string;
  /** How fast posts are read at most; `null` for no limit. */
  readonly rowsPerSecond: number | null;
}

/** Git ignores `.data`. */
const dataRoot = fileURLToPath(new URL('../../../../.data/twitter-clone/', import.meta.url));
export const usualPort = 4580;

const help = `Usage: npm run demo [-- options]

Serves the Twitter clone on this machine: search posts, export what is found, be told in three ways.
It needs Node and npm; the posts are generated once.

  --once          runs one export of all posts without a browser, and has another reader compare the file
  --servers       uses a real Elasticsearch and a real S3 server, which are started for it
  --posts N       how many posts, 1 to 10,000,000 (default 200,000)
  --partitions N  how many shares to read a result in, 1 to 64 (default 1)
  --keep          after --once: goes on serving until Ctrl-C
  --port N        where to listen on 127.0.0.1, 0 for any that is free (default ${usualPort}, or another if it is taken)
  --data FOLDER   keeps posts, exports and mails there (default .data/twitter-clone/N-posts in this repository)
  --help          this text

TWITTER_CLONE_ROWS_PER_SECOND=5000 slows exports down, to watch them, to cancel one, or to kill the server in the middle.
`;

/**
 * @param folder Relative paths begin there.
 * @returns the help text instead when it is asked for.
 * @throws Error in one sentence for a wrong command line or variable.
 */
export function demoOptions(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  folder: string,
): DemoOptions | { readonly help: string } {
  const { values } = parseArgs({
    args: [...args],
    options: {
      once: { type: 'boolean', default: false },
      servers: { type: 'boolean', default: false },
      posts: { type: 'string', default: '200000' },
      partitions: { type: 'string', default: '1' },
      keep: { type: 'boolean', default: false },
      port: { type: 'string' },
      data: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return { help };
  if (values.keep && !values.once)
    throw new Error('--keep goes with --once: without that, it serves until Ctrl-C anyhow.');
  const posts = integer('--posts', values.posts, 1, 10_000_000);
  const pace = environment['TWITTER_CLONE_ROWS_PER_SECOND'];
  return {
    isOnce: values.once,
    hasServers: values.servers,
    posts,
    partitions: integer('--partitions', values.partitions, 1, 64),
    shouldKeep: values.keep,
    port: values.port === undefined ? null : integer('--port', values.port, 0, 65_535),
    dataFolder: values.data === undefined ? join(dataRoot, `${posts}-posts`) : resolve(folder, values.data),
    rowsPerSecond: pace ? integer('TWITTER_CLONE_ROWS_PER_SECOND', pace, 1, 10_000_000) : null,
  };
}

function integer(name: string, text: string, min: number, max: number): number {
  const value = Number(text.replaceAll(/[,_]/g, ''));
  if (text !== '' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw new Error(`${name} must be an integer from ${min} to ${max}; got "${text}".`);
}
