import type { Sink, SinkCapabilities } from '../../contracts/index.ts';
import type { ContractHarness } from '../contract-case.ts';

/** What a sink says of itself: decides which cases apply. */
export interface SinkDeclaration extends SinkCapabilities {
  /** Whether the sink has the method that it may leave out, `assemble`. @default false */
  readonly assembles?: boolean | undefined;
}

/** What a browser gets from a link. */
export interface FetchedLink {
  readonly bytes: Uint8Array;
  /** The name it would save the file under; see `fileNameFromHeader`. */
  readonly fileName: string | undefined;
}

/** One isolated backend for one case, empty at first. */
export interface SinkFixture {
  /** A fresh instance on this backend, as another process would make it. Called many times. */
  connect(): Sink;
  /** Back door: the finished file's bytes in the real backend, or `undefined` when there is none under this key. */
  readFile(key: string): Promise<Uint8Array | undefined>;
  /** Back door: how many uploads of this key are under way, or have left parts behind, in the real backend. */
  openUploads(key: string): Promise<number>;
  /** What a browser gets, or `undefined` when it is refused. Never called for a sink without links. */
  fetchLink(url: string): Promise<FetchedLink | undefined>;
  /** Resolves when the backend's clock is past this instant, in epoch milliseconds. A real server: wait. */
  waitUntil(instant: number): Promise<void>;
}

/**
 * How the suite gets at a sink. @see ContractHarness for its duties.
 *
 * @typeParam Fixture The fixture with whatever else `tearDown` needs.
 */
export interface SinkHarness<Fixture extends SinkFixture = SinkFixture>
  extends ContractHarness<Fixture, SinkDeclaration> {}
