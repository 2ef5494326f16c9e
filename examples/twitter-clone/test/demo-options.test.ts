import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { demoOptions } from '../src/demo/demo-options.ts';

describe("the demo's command line", () => {
  it('asks for 100,000 posts in one partition by default', () => {
    assert.deepEqual(demoOptions([]), { posts: 100_000, partitions: 1, shouldKeep: false });
  });

  it('takes numbers with separators', () => {
    const options = demoOptions(['--posts', '1,000,000', '--partitions', '4', '--keep']);

    assert.deepEqual(options, { posts: 1_000_000, partitions: 4, shouldKeep: true });
  });

  it('explains every option', () => {
    const { help } = demoOptions(['--help']) as { readonly help: string };

    for (const name of ['--posts', '--partitions', '--keep', '--help']) assert.ok(help.includes(name));
  });

  it.each([
    [['--posts', '0'], /--posts must be an integer from 1 to 10000000; got "0"/],
    [['--posts', 'many'], /got "many"/],
    [['--posts', ''], /got ""/],
    [['--partitions', '65'], /--partitions must be an integer from 1 to 64; got "65"/],
    [['--post', '5'], /Unknown option '--post'/],
    [['5'], /Unexpected argument '5'/],
  ])('refuses %j', (args, message) => {
    assert.throws(() => demoOptions(args), message);
  });
});
