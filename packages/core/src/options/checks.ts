/** A test of one option's value, with the words for the error. */
export interface Check {
  /** Completes "option X must be …". */
  readonly expected: string;
  accepts(value: unknown): boolean;
  /** More about a refused value, without the value itself where it could be a secret: ` with 3 characters`. */
  explain?(value: unknown): string;
}

/** A value's type in words: `array`, `null`, `NaN`, `string`. */
export function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number' && Number.isNaN(value)) return 'NaN';
  if (value instanceof Date) return 'Date';
  return typeof value;
}

/** Also accepts a missing option. */
export function optional(check: Check): Check {
  return { ...check, accepts: (value) => value === undefined || check.accepts(value) };
}

export function string(bounds: { readonly min?: number; readonly max?: number } = {}): Check {
  const { min = 1, max = 4096 } = bounds;
  return {
    expected: `a string of ${min} to ${max} characters`,
    accepts: (value) => typeof value === 'string' && value.length >= min && value.length <= max,
    explain: (value) => (typeof value === 'string' ? ` of ${value.length} characters` : ''),
  };
}

export function boolean(): Check {
  return { expected: 'true or false', accepts: (value) => typeof value === 'boolean' };
}

export function integer(bounds: { readonly min: number; readonly max: number }): Check {
  const { min, max } = bounds;
  return {
    expected: `an integer from ${min} to ${max}`,
    accepts: (value) => Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max,
    explain: (value) => (typeof value === 'number' && !Number.isNaN(value) ? ` ${value}` : ''),
  };
}

export function oneOf(values: readonly string[]): Check {
  return {
    expected: `one of ${values.map((value) => `"${value}"`).join(', ')}`,
    accepts: (value) => typeof value === 'string' && values.includes(value),
  };
}

export function func(): Check {
  return { expected: 'a function', accepts: (value) => typeof value === 'function' };
}

/** A plain object, checked further by its own `checkOptions`. */
export function object(): Check {
  return {
    expected: 'an object',
    accepts: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  };
}

/** An object that has these methods: a client or an adapter handed in. */
export function objectWith(methods: readonly string[], what: string): Check {
  return {
    expected: `${what} (an object with ${methods.join(', ')})`,
    accepts: (value) =>
      typeof value === 'object' &&
      value !== null &&
      methods.every((method) => typeof (value as Record<string, unknown>)[method] === 'function'),
  };
}

export function arrayOf(element: Check, bounds: { readonly min?: number; readonly max?: number } = {}): Check {
  const { min = 0, max = 10_000 } = bounds;
  return {
    expected: `an array of ${min} to ${max} elements, each ${element.expected}`,
    accepts: (value) =>
      Array.isArray(value) &&
      value.length >= min &&
      value.length <= max &&
      value.every((item) => element.accepts(item)),
    explain: (value) => {
      if (!Array.isArray(value)) return '';
      const index = value.findIndex((item) => !element.accepts(item));
      return index === -1 ? ` of ${value.length} elements` : ` whose element ${index} is ${typeName(value[index])}`;
    },
  };
}

/** A check made of any test. `expected` completes "option X must be …". */
export function custom(expected: string, accepts: (value: unknown) => boolean): Check {
  return { expected, accepts };
}
