import { randomBytes } from 'node:crypto';

/**
 * A version is `{life}-{number}-{write}`: which creation of its key, which write since then, and a mark of that write alone.
 * Life and write are random, so no version comes twice, not after a removal either.
 */
const pattern = /^([0-9a-f]{16})-([1-9]\d{0,14})-[0-9a-f]{16}$/;

export function firstVersion(): string {
  return `${randomMark()}-1-${randomMark()}`;
}

/** The version of a write that replaces this one. Each call gives another: several writers may try. */
export function nextVersion(version: string): string {
  const { life, number } = partsOf(version);
  return `${life}-${number + 1}-${randomMark()}`;
}

export function isVersion(text: string): boolean {
  return pattern.test(text);
}

/** For sorting: the latest first. */
export function byNumberDescending(one: string, other: string): number {
  return partsOf(other).number - partsOf(one).number;
}

/**
 * Whether a version can never count again once another has counted: it is of the same life and came no later. Nothing is
 * said of other lives: to a slow writer, the next one can have begun.
 */
export function isOutdated(version: string, by: string): boolean {
  const [one, other] = [partsOf(version), partsOf(by)];
  return version !== by && one.life === other.life && one.number <= other.number;
}

function partsOf(version: string): { readonly life: string; readonly number: number } {
  const [, life = '', number = ''] = pattern.exec(version) ?? [];
  return { life, number: Number(number) };
}

function randomMark(): string {
  return randomBytes(8).toString('hex');
}
