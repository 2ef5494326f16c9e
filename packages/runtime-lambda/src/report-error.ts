/** Tells a log of an error. */
export type ReportError = (error: unknown) => void;

/** A log that fails is no reason to fail an invocation. */
export function quietReport(onError: ReportError | undefined): ReportError {
  return (error) => {
    try {
      onError?.(error);
    } catch {
      // Nobody is left who could be told.
    }
  };
}
