import { ExportEngineError } from '@export-engine/core';

/**
 * Writes an error to the function's log, as one line of JSON. Of an error of the engine all but its cause, for it holds no
 * secret; of any other only its kind and where it was thrown: its message may quote an address with a token.
 */
export function logError(error: unknown): void {
  console.error(JSON.stringify({ level: 'ERROR', ...describe(error) }));
}

function describe(error: unknown): object {
  if (ExportEngineError.isInstance(error)) {
    const { code, message, details, cause } = error;
    return { code, message, details, cause: kindOf(cause) };
  }
  return { error: kindOf(error), at: framesOf(error) };
}

function kindOf(error: unknown): string | undefined {
  if (error === undefined) return undefined;
  return error instanceof Error ? error.name : typeof error;
}

const shownFrames = 10;

/** The stack behind the message, which may have several lines that look like frames. */
function framesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  const { stack = '', message } = error;
  const [, ...frames] = stack.slice(stack.indexOf(message) + message.length).split('\n');
  return frames.slice(0, shownFrames).map((line) => line.trim());
}
