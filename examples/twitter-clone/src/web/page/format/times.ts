const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' });
const dayAndTime = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'medium', timeZone: 'UTC' });

/** `just now`, `5 minutes ago`, `yesterday`; from a week on the date: `Jan 31, 2022`. */
export function formatRelativeTime(iso: string, nowMs: number): string {
  const ageMs = nowMs - Date.parse(iso);
  if (Math.abs(ageMs) < minuteMs) return 'just now';
  if (Math.abs(ageMs) < hourMs) return relative.format(-Math.trunc(ageMs / minuteMs), 'minute');
  if (Math.abs(ageMs) < dayMs) return relative.format(-Math.trunc(ageMs / hourMs), 'hour');
  if (Math.abs(ageMs) < 7 * dayMs) return relative.format(-Math.trunc(ageMs / dayMs), 'day');
  return day.format(new Date(iso));
}

/** `Monday, January 31, 2022 at 12:00:00 PM UTC`; days are searched in UTC, so they are shown in UTC. */
export function formatExactTime(iso: string): string {
  return `${dayAndTime.format(new Date(iso))} UTC`;
}

/** `Jan 31, 2022` for `2022-01-31`. */
export function formatDay(isoDay: string): string {
  return day.format(new Date(`${isoDay}T00:00:00Z`));
}
