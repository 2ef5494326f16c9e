import type { JsonValue, Store } from '../../contracts/index.ts';
import type { ContractHarness, NoCapabilities } from '../contract-case.ts';

/** One isolated backend for one case, empty at first. */
export interface StoreFixture {
  /** A fresh instance on this backend, as another process would make it. Called many times. */
  connect(): Store;
  /** Back door: the value under a key in the real backend, or `undefined` when there is none. */
  readValue(key: string): Promise<JsonValue | undefined>;
  /** Back door: every key in the real backend, in any order. */
  keys(): Promise<readonly string[]>;
  /** How many keys the case about long lists writes; more than one page of the backend. @default 1_100 */
  readonly manyKeys?: number | undefined;
}

/**
 * How the suite gets at a store. @see ContractHarness for its duties.
 *
 * @typeParam Fixture The fixture with whatever else `tearDown` needs.
 */
export interface StoreHarness<Fixture extends StoreFixture = StoreFixture>
  extends ContractHarness<Fixture, NoCapabilities> {}
