/** Codes are API; messages are not. */
export type ErrorCode =
  | 'EXPORT_OPTIONS_INVALID'
  | 'EXPORT_SPEC_UNSUPPORTED'
  | 'EXPORT_SOURCE_UNAVAILABLE'
  | 'EXPORT_SOURCE_REJECTED'
  | 'EXPORT_SOURCE_INCOMPLETE'
  | 'EXPORT_SOURCE_CURSOR_LOST'
  | 'EXPORT_SOURCE_ORDER_UNSAFE'
  | 'EXPORT_SINK_UNAVAILABLE'
  | 'EXPORT_SINK_REJECTED'
  | 'EXPORT_SINK_LIMIT_EXCEEDED'
  | 'EXPORT_SINK_CONFLICT'
  | 'EXPORT_ROW_TOO_LARGE'
  | 'EXPORT_CELL_REJECTED'
  | 'EXPORT_LEASE_LOST'
  | 'EXPORT_STORE_CONFLICT'
  | 'EXPORT_IDEMPOTENCY_CONFLICT'
  | 'EXPORT_STORE_UNAVAILABLE'
  | 'EXPORT_STORE_REJECTED'
  | 'EXPORT_NOT_FOUND'
  | 'EXPORT_STATE_INVALID'
  | 'EXPORT_STALLED'
  | 'EXPORT_NOTIFY_FAILED'
  | 'EXPORT_UNEXPECTED';

/** What each code means, and whether trying the same call again can help. */
export const errorCodes: Readonly<Record<ErrorCode, { readonly isRetryable: boolean }>> = {
  /** An option, column, query, key or file name is wrong. Nothing was started. */
  EXPORT_OPTIONS_INVALID: { isRetryable: false },
  /** An adapter was written for another version of the contracts. */
  EXPORT_SPEC_UNSUPPORTED: { isRetryable: false },
  /** The source did not answer, was overloaded (429) or failed (5xx). */
  EXPORT_SOURCE_UNAVAILABLE: { isRetryable: true },
  /** The source refused the request: query, rights, unknown index. */
  EXPORT_SOURCE_REJECTED: { isRetryable: false },
  /** Rows are missing: fewer or more than the snapshot holds, or an answer without all shards. */
  EXPORT_SOURCE_INCOMPLETE: { isRetryable: false },
  /** The snapshot is gone (expired, node lost), so reading can't go on where it was. */
  EXPORT_SOURCE_CURSOR_LOST: { isRetryable: false },
  /** The order asked for could lose or repeat rows. */
  EXPORT_SOURCE_ORDER_UNSAFE: { isRetryable: false },
  /** The sink did not answer, was overloaded or failed. */
  EXPORT_SINK_UNAVAILABLE: { isRetryable: true },
  /** The sink refused the request: rights, unknown bucket. */
  EXPORT_SINK_REJECTED: { isRetryable: false },
  /** The file does not fit the sink: size, number of parts. */
  EXPORT_SINK_LIMIT_EXCEEDED: { isRetryable: false },
  /** The key holds another file, the upload is gone, or the stored parts differ from the receipts. */
  EXPORT_SINK_CONFLICT: { isRetryable: false },
  /** One row is larger than the sink's largest part. */
  EXPORT_ROW_TOO_LARGE: { isRetryable: false },
  /** A value can't be written as configured, for example a formula with the guard set to reject. */
  EXPORT_CELL_REJECTED: { isRetryable: false },
  /** Another worker goes on with this export; this one stopped without side effect. */
  EXPORT_LEASE_LOST: { isRetryable: false },
  /** The record changed since it was read. */
  EXPORT_STORE_CONFLICT: { isRetryable: false },
  /** The idempotency key was used before, for another request. */
  EXPORT_IDEMPOTENCY_CONFLICT: { isRetryable: false },
  /** The store did not answer, was overloaded or failed. */
  EXPORT_STORE_UNAVAILABLE: { isRetryable: true },
  /** The store refused the request: rights, unknown bucket, key or size. */
  EXPORT_STORE_REJECTED: { isRetryable: false },
  /** No such export, or it belongs to somebody else, or its file is gone. */
  EXPORT_NOT_FOUND: { isRetryable: false },
  /** The export is not in a state that allows this, for example a link before completion. */
  EXPORT_STATE_INVALID: { isRetryable: false },
  /** Nothing moved for longer than the engine waits. The cause is the last transient failure. */
  EXPORT_STALLED: { isRetryable: false },
  /** A notifier could not tell the requester. */
  EXPORT_NOTIFY_FAILED: { isRetryable: false },
  /** An error that no adapter classified. */
  EXPORT_UNEXPECTED: { isRetryable: false },
};
