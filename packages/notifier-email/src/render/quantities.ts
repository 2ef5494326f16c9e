/** `1,234`, or with a unit `1 row`, `1,234 rows`. */
export function quantity(count: number, unit?: string): string {
  const digits = new Intl.NumberFormat('en-US').format(count);
  return unit === undefined ? digits : `${digits} ${unit}${count === 1 ? '' : 's'}`;
}

const units = ['kB', 'MB', 'GB', 'TB'] as const;

/** A file's size for people, in steps of 1,000 as file managers and disk makers count: `512 bytes`, `56.8 kB`. */
export function size(bytes: number): string {
  if (bytes < 1000) return quantity(bytes, 'byte');
  let scaled = bytes;
  let unit = '';
  for (unit of units) {
    scaled = Number((scaled / 1000).toPrecision(3));
    if (scaled < 1000) break;
  }
  return `${quantity(scaled)} ${unit}`;
}

/** `2 January 2026 at 03:04 UTC`; text that is no instant stays as it is. */
export function instant(iso: string): string {
  const milliseconds = Date.parse(iso);
  if (Number.isNaN(milliseconds)) return iso;
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return `${format.format(milliseconds)} UTC`;
}

/** The instant so many seconds later; nothing when the text is no instant. */
export function instantAfter(iso: string, seconds: number): string | undefined {
  const later = new Date(Date.parse(iso) + seconds * 1000);
  return Number.isNaN(later.getTime()) ? undefined : instant(later.toISOString());
}
