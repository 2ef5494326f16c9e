/**
 * Whether a source filter lets something of a path through: the path itself, an object that holds it, or a part of it.
 * In a pattern `*` stands for any characters, dots too.
 */
export function isSourceIncluded(path: string, includes: readonly string[]): boolean {
  return includes.some((pattern) => holds(pattern, path) || pattern.startsWith(`${path}.`));
}

function holds(pattern: string, path: string): boolean {
  const expression = pattern.split('*').map(escapeForRegExp).join('.*');
  return new RegExp(`^${expression}(?:\\..*)?$`, 's').test(path);
}

function escapeForRegExp(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}
