/** Every call ends in one of these. */
export interface ConnectionCallOptions {
  /** Aborting rejects with `signal.reason` unchanged. */
  readonly signal: AbortSignal;
}

/** What sends a text frame down an open connection. */
export interface ConnectionTransport {
  /**
   * Hands a text over for one connection.
   *
   * @returns `gone` when there is no such connection any more: it will never be one again
   * @throws ExportEngineError `EXPORT_NOTIFY_FAILED`, with `isRetryable` saying whether another try can help
   */
  send(connectionId: string, text: string, options: ConnectionCallOptions): Promise<'sent' | 'gone'>;
}
