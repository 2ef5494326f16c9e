/** What a reader that has nothing to do with the engine says about an exported file. */
export interface Verdict {
  readonly isEqual: boolean;
  readonly rows: number;
  readonly expectedRows: number;
  /** Ids of the first few posts whose cells differ, that are not in the file, or that should not be. */
  readonly differing: readonly string[];
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
}
