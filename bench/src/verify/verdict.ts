/** What a check of a file found. JSON. */
export interface Verdict {
  readonly rows: number;
  /** Rows whose identifier is no document's, documents that came too often, rows that are missing. */
  readonly wrongRows: number;
  /** Rows that were compared cell by cell. */
  readonly sampledRows: number;
  readonly wrongSampledRows: number;
  /** Columns in which sampled rows were wrong. */
  readonly wrongColumns: readonly string[];
}
