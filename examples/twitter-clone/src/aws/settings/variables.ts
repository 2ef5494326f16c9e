import { type Check, custom, oneOf, string } from '@export-engine/core';
import type { Variable } from './environment.ts';

/** Any text that fits. */
function text(check: Check = string()): Variable<string> {
  return { check, parse: (value) => value };
}

export function choice<Value extends string>(values: readonly Value[]): Variable<Value> {
  return { check: oneOf(values), parse: (value) => value as Value };
}

export function wholeNumber({ min, max }: { readonly min: number; readonly max: number }): Variable<number> {
  const isWithin = (value: unknown): boolean =>
    typeof value === 'string' && /^\d{1,9}$/.test(value) && Number(value) >= min && Number(value) <= max;
  return { check: custom(`a whole number from ${min} to ${max}`, isWithin), parse: Number };
}

/** The same variable, which may be absent. */
export function or<Value, Fallback>(variable: Variable<Value>, fallback: Fallback): Variable<Value | Fallback> {
  return { ...variable, fallback };
}

export const bucketName: Variable<string> = text(
  custom('the name of a bucket', (value) => /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(String(value))),
);

/** A folder of keys in the bucket. */
export const keyPrefix: Variable<string> = text(
  custom('a prefix that ends in a slash: "files/"', (value) => /^(?:(?!\.{1,2}\/)[\w.-]+\/)+$/.test(String(value))),
);

export const arn: Variable<string> = text(
  custom('an ARN: "arn:aws:…"', (value) => /^arn:[\w-]+:\S{1,2000}$/.test(String(value))),
);

/** Where somebody answers, with or without a path. */
export const address: Variable<string> = text(
  custom('an http or https address without a query and without a slash at its end', (value) => {
    const url = httpUrl(value);
    return url !== null && url.search === '' && url.hash === '' && !String(value).endsWith('/');
  }),
);

/** Of a server, where paths are added. */
export const origin: Variable<string> = text(
  custom('an http or https address without a path: "https://search.example:9200"', (value) => {
    return httpUrl(value)?.origin === value;
  }),
);

/** What may be part of a path as it is. */
export const indexName: Variable<string> = text(
  custom('the name of an index or an alias', (value) => /^[a-z0-9][a-z0-9._-]{0,254}$/.test(String(value))),
);

export const emailAddress: Variable<string> = text(
  custom('an e-mail address', (value) => /^[^@\s]{1,64}@[^@\s]{1,255}$/.test(String(value))),
);

/** Without a name and a password, which would end in logs. */
function httpUrl(value: unknown): URL | null {
  const url = URL.parse(String(value));
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' ? url : null;
}
