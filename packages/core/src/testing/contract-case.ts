/** What a case needs from the adapter, read from its declared capabilities alone. */
export interface ContractNeed<Capabilities> {
  /** The capability in words, for the reason of a skip: `a snapshot`. */
  readonly what: string;
  isMet(capabilities: Capabilities): boolean;
}

/** For contracts whose adapters declare no capabilities: `{}`. */
export type NoCapabilities = Readonly<Record<string, never>>;

/**
 * How a suite gets at an adapter. Written once per adapter, usually in `test/contract.test.ts`.
 *
 * Duties:
 * - *Isolation*: two fixtures never see each other's data, not even when their cases run at the same time.
 * - *Set-up*: `setUp` makes an empty backend (a folder, a bucket prefix, an index) and starts nothing it can't stop.
 * - *Tear-down*: `tearDown` removes it, also after a failed case and whatever an adapter left behind.
 * - *Honesty*: a fixture's back doors read the real backend by other means than the adapter.
 */
export interface ContractHarness<Fixture, Capabilities> {
  /** What the adapter declares. Decides which cases apply; a case checks that it is what the adapter says itself. */
  readonly capabilities: Capabilities;
  /** Longest time for one case, in milliseconds. @default 30_000 */
  readonly timeoutMs?: number | undefined;
  setUp(): Promise<Fixture>;
  tearDown(fixture: Fixture): Promise<void>;
}

/** One promise of a contract. Plain data; run it with any test runner or with none. */
export interface ContractCase<Fixture, Capabilities> {
  /** Stable, dotted: `source.read.every-row-once`. */
  readonly id: string;
  /** A sentence about behaviour, with the adapter as its subject. */
  readonly title: string;
  readonly needs?: ContractNeed<Capabilities> | undefined;
  /** Sets up a fixture, checks the promise, tears down. @throws AssertionError when the promise is broken. */
  run(harness: ContractHarness<Fixture, Capabilities>): Promise<void>;
}

/** Every promise of one contract. */
export interface ContractSuite<Fixture, Capabilities> {
  /** `source`, `sink`, `store`, `notifier`, `orchestrator`. */
  readonly contract: string;
  readonly cases: readonly ContractCase<Fixture, Capabilities>[];
}

/** A case as its author writes it: the check alone. */
export interface ContractCaseDefinition<Fixture, Capabilities>
  extends Omit<ContractCase<Fixture, Capabilities>, 'run'> {
  check(fixture: Fixture, capabilities: Capabilities): Promise<void>;
}

/** Wraps a check in set-up and tear-down. */
export function contractCase<Fixture, Capabilities>(
  definition: ContractCaseDefinition<Fixture, Capabilities>,
): ContractCase<Fixture, Capabilities> {
  const { check, ...description } = definition;
  return {
    ...description,
    async run(harness) {
      const fixture = await harness.setUp();
      const failures: unknown[] = [];
      await check(fixture, harness.capabilities).catch((error: unknown) => failures.push(error));
      await harness.tearDown(fixture).catch((error: unknown) => failures.push(error));
      if (failures.length > 1) throw new AggregateError(failures, 'The case failed, and so did its tear-down.');
      if (failures.length === 1) throw failures[0];
    },
  };
}
