const minuteSeconds = 60;
const hourSeconds = 60 * minuteSeconds;

/** `under 1 s`, `8 s`, `2 min 5 s`, `3 h 12 min`: no more exact than anyone needs. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 1) return 'under 1 s';
  if (whole < minuteSeconds) return `${whole} s`;
  if (whole < hourSeconds) return twoUnits(whole, minuteSeconds, 'min', 1, 's');
  return twoUnits(whole, hourSeconds, 'h', minuteSeconds, 'min');
}

function twoUnits(seconds: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((seconds % large) / small);
  const first = `${Math.floor(seconds / large)} ${largeName}`;
  return rest === 0 ? first : `${first} ${rest} ${smallName}`;
}
