import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Waits for the end of its standard input, which comes when the process that holds the other end is gone, however it
 * went; then ends the group, gently for ten seconds, and removes the temporary folder.
 */
const SCRIPT = `
read -r _
kill -s TERM -- "-$1"
tries=0
while kill -s 0 -- "-$1" && [ "$tries" -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
kill -s KILL -- "-$1"
[ -n "$2" ] && rm -rf -- "$2"
`;

/**
 * Starts a tiny shell that ends the process group `groupId` when this process dies, even by SIGKILL, when no handler runs.
 *
 * It leads a group of its own, so that Ctrl-C in a terminal does not take the guard before the guarded.
 * Call the returned function when the group has ended: the number may then belong to someone else.
 */
export function guard(groupId: number, temporaryDirectory: string | undefined): () => void {
  const shell: ChildProcess = spawn('/bin/sh', ['-c', SCRIPT, 'guard', String(groupId), temporaryDirectory ?? ''], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.on('error', () => {});
  shell.stdin?.on('error', () => {});
  shell.unref();
  // The pipe must not keep an otherwise finished program alive; a socket in fact, whatever its declared type says.
  (shell.stdin as unknown as { unref(): void } | null)?.unref();
  return () => void shell.kill('SIGKILL');
}
