export { checkOptions, type OptionChecks } from './check-options.ts';
export { checkStoreKey } from './check-store-key.ts';
export {
  arrayOf,
  boolean,
  type Check,
  custom,
  func,
  integer,
  object,
  objectWith,
  oneOf,
  optional,
  string,
  typeName,
} from './checks.ts';
export { keyPrefix } from './key-prefix.ts';
