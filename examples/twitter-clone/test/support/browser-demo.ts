import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts, type RunningProcess, startProcess } from '@export-engine/servers';
import { seedPosts } from '../../src/search/sqlite/seed-posts.ts';

/** The demo, running as a process of its own, as whoever tries it runs it. */
export interface BrowserDemo {
  readonly url: string;
  /** SIGKILL: it can't say goodbye to anyone. */
  kill(): Promise<void>;
  /** Starts it again where it was, over the same data. */
  restart(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** How many posts there are to search. */
export const postCount = 200_000;

const repository = fileURLToPath(new URL('../../../../', import.meta.url));
const script = fileURLToPath(new URL('../../src/demo.ts', import.meta.url));
/** Filled once; each demo has a copy. */
const seededPosts = join(repository, '.data', 'twitter-clone', 'browser-tests', 'posts.sqlite');
const startMs = 90_000;

/** @param options.rowsPerSecond Slows exports down, so that there is a middle of them to look at. */
export async function startBrowserDemo(options: { readonly rowsPerSecond?: number } = {}): Promise<BrowserDemo> {
  await mkdir(join(seededPosts, '..'), { recursive: true });
  await seedPosts({ path: seededPosts, count: postCount });
  const folder = await mkdtemp(join(tmpdir(), 'twitter-clone-browser-'));
  await copyFile(seededPosts, join(folder, 'posts.sqlite'));

  const [port = 0] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const start = (): Promise<RunningProcess> =>
    startProcess({
      name: 'the demo',
      command: process.execPath,
      args: [
        '--conditions=@export-engine/source',
        script,
        ...['--port', `${port}`, '--posts', `${postCount}`, '--data', folder],
      ],
      cwd: repository,
      env: {
        PATH: process.env['PATH'] ?? '',
        TWITTER_CLONE_ROWS_PER_SECOND: `${options.rowsPerSecond ?? ''}`,
      },
      logFile: join(folder, 'demo.log'),
      isReady: async (signal) => (await fetch(url, { signal })).ok,
      deadlineMs: startMs,
    });
  const removeFolder = (): Promise<void> => rm(folder, { recursive: true, force: true });
  let demo = await start().catch(async (error: unknown) => {
    await removeFolder();
    throw error;
  });

  return {
    url,
    async kill() {
      process.kill(-demo.pid, 'SIGKILL');
      await demo.stop();
    },
    async restart() {
      demo = await start();
    },
    async stop() {
      await demo.stop();
      await removeFolder();
    },
  };
}
