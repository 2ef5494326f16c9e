import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, it } from 'vitest';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));

/** A program that never ends by itself, and says what it does. */
const program = (close: string, more = '') => `
  import { stopOnSignals } from '@export-engine/runtime-node';
  setInterval(() => {}, 60_000);
  const say = (word) => process.stdout.write(word + '\\n');
  const server = { close: async () => { say('closing'); ${close} } };
  const takeBack = stopOnSignals(server, { afterClose: () => say('after') });
  ${more}
  say('ready');
`;

describe('stopOnSignals', { timeout: 30_000 }, () => {
  const children: ChildProcess[] = [];

  async function run(source: string) {
    const flags = ['--conditions=@export-engine/source', '--input-type=module', '--eval', source];
    const child = spawn(process.execPath, flags, { cwd: packageFolder, stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    const warnings = text(child.stderr);
    const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    let words = '';
    child.stdout.on('data', (chunk) => {
      words += String(chunk);
    });
    async function said(word: string): Promise<void> {
      while (!words.split('\n').includes(word)) await once(child.stdout, 'data');
    }
    await said('ready');
    return { child, exited, warnings, said, words: () => words };
  }

  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  it.for(['SIGTERM', 'SIGINT'] as const)(
    'closes the server at %s, then what else there is, and exits with 0',
    async (signal) => {
      const { child, exited, words } = await run(program('await new Promise((resolve) => setTimeout(resolve, 50));'));

      child.kill(signal);

      assert.deepEqual(await exited, [0, null]);
      assert.equal(words(), 'ready\nclosing\nafter\n');
    },
  );

  it.for([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('exits at once at a second signal, by %s with %i', async ([signal, code]) => {
    const { child, exited, said } = await run(program('await new Promise(() => {});'));
    child.kill('SIGTERM');
    await said('closing');

    child.kill(signal);

    assert.deepEqual(await exited, [code, null]);
  });

  it('exits with 1 and a warning when something could not be closed', async () => {
    const { child, exited, warnings } = await run(program("throw new Error('The pool hangs.');"));

    child.kill('SIGTERM');

    assert.deepEqual(await exited, [1, null]);
    assert.match(await warnings, /The pool hangs\./);
  });

  it('takes the signals back', async () => {
    const { child, exited } = await run(program('', 'takeBack();'));

    child.kill('SIGTERM');

    assert.deepEqual(await exited, [null, 'SIGTERM']);
  });
});
