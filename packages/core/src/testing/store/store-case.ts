import type { JsonValue } from '../../contracts/index.ts';
import { type ContractCase, type ContractCaseDefinition, contractCase, type NoCapabilities } from '../contract-case.ts';
import { liveSignal } from '../support/signals.ts';
import type { StoreFixture } from './store-harness.ts';

export type StoreCase = ContractCase<StoreFixture, NoCapabilities>;

export function storeCase(definition: ContractCaseDefinition<StoreFixture, NoCapabilities>): StoreCase {
  return contractCase(definition);
}

/** Writes in what could be another process, and returns the new version. */
export async function write(
  fixture: StoreFixture,
  key: string,
  value: JsonValue,
  expectedVersion: string | null = null,
): Promise<string> {
  const { version } = await fixture.connect().write(key, value, { expectedVersion, signal: liveSignal() });
  return version;
}

/** The keys that a store lists, sorted. */
export async function listed(fixture: StoreFixture, prefix: string): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const key of fixture.connect().list(prefix, { signal: liveSignal() })) keys.push(key);
  return keys.toSorted();
}
