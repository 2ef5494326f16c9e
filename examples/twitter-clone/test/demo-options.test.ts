import assert from 'node:assert/strict';
import { isAbsolute } from 'node:path';
import { describe, it } from 'vitest';
import { type DemoOptions, demoOptions } from '../src/demo/demo-options.ts';

describe("the demo's command line", () => {
  it('serves 200,000 posts at the usual port by default', () => {
    const { dataFolder, ...options } = parse([]);

    assert.deepEqual(options, {
      isOnce: false,
      hasServers: false,
      posts: 200_000,
      partitions: 1,
      shouldKeep: false,
      port: null,
      rowsPerSecond: null,
    });
    assert.ok(isAbsolute(dataFolder) && dataFolder.endsWith('.data/twitter-clone/200000-posts'));
  });

  it('keeps worlds of different sizes apart', () => {
    assert.notEqual(parse(['--posts', '1000']).dataFolder, parse([]).dataFolder);
  });

  it('takes numbers with separators, a port, and a folder from where it is called', () => {
    const args = ['--once', '--servers', '--posts', '1,000,000', '--partitions', '4', '--keep', '--port', '0'];

    assert.deepEqual(parse([...args, '--data', 'my/data'], { TWITTER_CLONE_ROWS_PER_SECOND: '5000' }), {
      isOnce: true,
      hasServers: true,
      posts: 1_000_000,
      partitions: 4,
      shouldKeep: true,
      port: 0,
      dataFolder: '/somewhere/my/data',
      rowsPerSecond: 5000,
    });
  });

  it('explains every option', () => {
    const { help } = demoOptions(['--help'], {}, '/somewhere') as { readonly help: string };

    for (const name of ['once', 'servers', 'posts', 'partitions', 'keep', 'port', 'data', 'help']) {
      assert.ok(help.includes(`  --${name} `), name);
    }
    assert.ok(help.includes('TWITTER_CLONE_ROWS_PER_SECOND'));
  });

  it.each<[string[], RegExp]>([
    [['--posts', '0'], /--posts must be an integer from 1 to 10000000; got "0"/],
    [['--posts', 'many'], /got "many"/],
    [['--posts', ''], /got ""/],
    [['--partitions', '65'], /--partitions must be an integer from 1 to 64; got "65"/],
    [['--port', '65536'], /--port must be an integer from 0 to 65535; got "65536"/],
    [['--port', ''], /--port must be an integer from 0 to 65535; got ""/],
    [['--keep'], /--keep goes with --once/],
    [['--post', '5'], /Unknown option '--post'/],
    [['5'], /Unexpected argument '5'/],
  ])('refuses %j', (args, message) => {
    assert.throws(() => parse(args), message);
  });

  it('refuses a pace that is none', () => {
    assert.throws(
      () => parse([], { TWITTER_CLONE_ROWS_PER_SECOND: 'slow' }),
      /TWITTER_CLONE_ROWS_PER_SECOND must be an integer from 1 to 10000000; got "slow"/,
    );
  });
});

function parse(args: readonly string[], environment: NodeJS.ProcessEnv = {}): DemoOptions {
  return demoOptions(args, environment, '/somewhere') as DemoOptions;
}
