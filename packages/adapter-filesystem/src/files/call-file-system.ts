import { type FileSystemCall, fileSystemFailure } from './file-system-failure.ts';

export interface SignalledCall extends FileSystemCall {
  readonly signal: AbortSignal;
}

/**
 * Runs one call of a contract: it does not start when its signal is aborted, rejects with `signal.reason` when it was
 * aborted under way, and with a coded error otherwise. The system's own calls can't be interrupted; each is waited for.
 */
export async function callFileSystem<Result>(
  { signal, ...call }: SignalledCall,
  work: () => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted();
  try {
    const result = await work();
    signal.throwIfAborted();
    return result;
  } catch (error) {
    signal.throwIfAborted();
    throw fileSystemFailure(error, call);
  }
}

/** Runs the work, and the clean-up when it fails. When both fail, the first failure leads and the second is kept. */
export async function cleaningUp<Result>(
  cleanUp: () => Promise<unknown>,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    try {
      await cleanUp();
    } catch (second) {
      throw new AggregateError([error, second], 'The call failed, and so did its clean-up.');
    }
    throw error;
  }
}
