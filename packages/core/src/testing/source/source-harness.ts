import type { JsonValue, Source, SourceCapabilities } from '../../contracts/index.ts';
import type { ContractHarness } from '../contract-case.ts';
import type { ContractRow } from './contract-rows.ts';

/** One isolated backend for one case, empty at first. */
export interface SourceFixture {
  /** A fresh instance on this backend, as another process would make it. Called many times. */
  connect(): Source;
  /** As a user writes it: every row of this backend and no other, by ascending `rank`. */
  readonly query: JsonValue;
  /**
   * As a user writes it: every row of this backend and no other, in no order. For sources whose partitions can't keep an
   * order. @default `query`
   */
  readonly unorderedQuery?: JsonValue | undefined;
  /** As a user writes it: a query that selects no row at all. */
  readonly emptyQuery: JsonValue;
  /** Queries that `validate` must refuse, at least one for each field. */
  readonly invalidQueries: readonly unknown[];
  /** Back door: adds rows. Resolves when a view opened from now on sees them. */
  addRows(rows: readonly ContractRow[]): Promise<void>;
  /** Back door: removes rows. Resolves when a view opened from now on does not see them. */
  removeRows(ids: readonly string[]): Promise<void>;
  /** Back door: how many views are open in the real backend. 0 for one that has none. */
  openSnapshots(): Promise<number>;
  /** Back door: how many reads hold something (a handle, a connection). 0 for a backend whose reads hold nothing. */
  openReads(): Promise<number>;
}

/**
 * How the suite gets at a source. @see ContractHarness for its duties.
 *
 * @typeParam Fixture The fixture with whatever else `tearDown` needs.
 */
export interface SourceHarness<Fixture extends SourceFixture = SourceFixture>
  extends ContractHarness<Fixture, SourceCapabilities> {}
