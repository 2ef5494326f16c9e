import { ExportEngineError } from '@export-engine/core';

/**
 * An error as AWS may see it: its name is the code, its message the engine's own words. Lambda puts name, message and stack
 * into its log, and Step Functions into the history of the execution, where no vendor's text and no row may ever be.
 */
export function plainError(error: unknown): Error {
  return ExportEngineError.isInstance(error)
    ? named(error.code, error.message)
    : named('EXPORT_UNEXPECTED', 'An unexpected error ended the step.');
}

export function named(name: string, message: string): Error {
  const plain = new Error(message);
  plain.name = name;
  // Lambda's runtime wants a text.
  plain.stack = `${name}: ${message}`;
  return plain;
}
