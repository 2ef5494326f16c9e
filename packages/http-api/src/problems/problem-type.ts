/** Where the problems are described, each under a heading that is its code. */
const page = 'https://github.com/export-engine/export-engine/blob/main/packages/http-api/PROBLEMS.md';

/** The `type` of a problem: the address of what is said about it. */
export function problemType(code: string): string {
  return `${page}#${code.toLowerCase()}`;
}
