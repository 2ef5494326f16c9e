const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
const step = 1000;

/** `812 byte`, `25.4 MB`: in powers of 1000, as file managers and browsers count. */
export function formatBytes(bytes: number): string {
  const power = bytes < step ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  const value = bytes / step ** power;
  return new Intl.NumberFormat('en', {
    style: 'unit',
    unit: units[power] ?? 'byte',
    maximumFractionDigits: power === 0 || value >= 100 ? 0 : 1,
  }).format(value);
}
