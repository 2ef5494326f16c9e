import type { ReactNode } from 'react';

/** Outlines on a grid of 24, drawn in the colour of the text. */
const outlines = {
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14Zm5 12 4.5 4.5',
  download: 'M12 4v11m-4.5-4L12 15.5 16.5 11M5 19.5h14',
  mail: 'M4 6.5h16v11H4zM4.5 7l7.5 6 7.5-6',
  bell: 'M6.5 16.5V11a5.5 5.5 0 0 1 11 0v5.5l1.5 1.5H5ZM10 20.5h4',
  files: 'M7 3.5h7l4 4v13H7zM14 3.5v4h4M10 12h5M10 16h5',
  close: 'm6 6 12 12M18 6 6 18',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  alert: 'M12 4 2.8 19.5h18.4ZM12 10v4.5m0 2.2v.1',
  back: 'm14.5 5-7 7 7 7',
  next: 'm9.5 5 7 7-7 7',
  out: 'M10 4.5H5v15h5M14 8l4 4-4 4m3.5-4H9.5',
} as const;

export type IconName = keyof typeof outlines;

/** A decoration beside a text that says the same. */
export function Icon({ name }: { readonly name: IconName }): ReactNode {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={outlines[name]} />
    </svg>
  );
}
