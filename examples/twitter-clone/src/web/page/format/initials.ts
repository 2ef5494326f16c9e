/** `AL` for `Ada Lovelace`. */
export function initialsOf(name: string): string {
  return name
    .split(/\s+/)
    .map((part) => [...part][0] ?? '')
    .slice(0, 2)
    .join('')
    .toUpperCase();
}
