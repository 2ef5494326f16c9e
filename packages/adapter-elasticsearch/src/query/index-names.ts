import { type Check, custom } from '@export-engine/core';

/** The server's limit on a request line is 4 KB (`http.max_initial_line_length`); the rest is room for the path. */
const MAX_PATH_LENGTH = 3500;

/** The check of `index`: one name or several. */
export function indexNames(): Check {
  return {
    ...custom(
      `one or more index names: not empty, without spaces, commas or any of / \\ " ? # |, not of another cluster, ` +
        `${MAX_PATH_LENGTH} characters together`,
      (value) => {
        const names: readonly unknown[] = Array.isArray(value) ? value : [value];
        return names.length > 0 && names.every(isIndexName) && indexPath(names).length <= MAX_PATH_LENGTH;
      },
    ),
    explain: explainIndexNames,
  };
}

/** The names as one segment of a path. */
export function indexPath(names: readonly string[]): string {
  return names.map(encodeURIComponent).join(',');
}

/** Wildcards, exclusions (`-name`) and date math (`<name-{now/d}>`) are the server's business. */
function isIndexName(name: unknown): name is string {
  if (typeof name !== 'string' || name === '' || name === '.' || name === '..' || /\p{Surrogate}/u.test(name))
    return false;
  if (name.startsWith('<') && name.endsWith('>')) return /^[^\s,\\"?#]+$/.test(name);
  return /^[^\s,/\\"?#|:<>]+$/.test(name);
}

function explainIndexNames(value: unknown): string {
  const names: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (names.some((name) => typeof name === 'string' && name.includes(','))) return ' with a comma: write an array';
  if (names.some((name) => typeof name === 'string' && name.includes(':'))) {
    return ' with a colon: a cluster that is skipped would leave rows out';
  }
  return names.length === 0 ? ' without elements' : '';
}
