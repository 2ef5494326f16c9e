import { type Check, typeName } from '@export-engine/core';
import type { Duration } from 'aws-cdk-lib';

interface DurationBounds {
  /** What it is a whole number of. */
  readonly whole: 'seconds' | 'minutes' | 'days';
  readonly min: Duration;
  readonly max: Duration;
  /** Names of other props that are the bounds. */
  readonly minName?: string;
  readonly maxName?: string;
}

const secondsIn = { seconds: 1, minutes: 60, days: 86_400 } as const;

/** A `Duration` that is known at synthesis. */
export function anyDuration(): Check {
  return { expected: 'a Duration, no token', accepts: isKnownDuration };
}

/** A `Duration` within bounds, for a message that says how long it is. */
export function durationWithin({ whole, min, max, minName, maxName }: DurationBounds): Check {
  return {
    expected: `a Duration of whole ${whole} from ${named(min, minName)} to ${named(max, maxName)}`,
    accepts: (value) => {
      if (!isKnownDuration(value)) return false;
      const seconds = secondsOf(value);
      return Number.isInteger(seconds / secondsIn[whole]) && seconds >= secondsOf(min) && seconds <= secondsOf(max);
    },
    explain: (value) => (isKnownDuration(value) ? ` of ${value.toHumanString()}` : ''),
  };
}

/** The shorter one. */
export function shorter(one: Duration, other: Duration): Duration {
  return secondsOf(other) < secondsOf(one) ? other : one;
}

function named(bound: Duration, name: string | undefined): string {
  return name === undefined ? bound.toHumanString() : `${name} (${bound.toHumanString()})`;
}

/** By its shape: a project may hold several copies of aws-cdk-lib. */
function isKnownDuration(value: unknown): value is Duration {
  if (typeName(value) !== 'object') return false;
  const { toSeconds, isUnresolved } = value as Partial<Duration>;
  return typeof toSeconds === 'function' && typeof isUnresolved === 'function' && !(value as Duration).isUnresolved();
}

function secondsOf(duration: Duration): number {
  return duration.toSeconds({ integral: false });
}
