import type { ReactNode } from 'react';
import { formatExactTime, formatRelativeTime } from '../format/times.ts';
import { useNow } from '../hooks/use-now.ts';

/** "5 minutes ago", with the exact time for machines and for the pointer. */
export function RelativeTime({ iso }: { readonly iso: string }): ReactNode {
  const now = useNow();
  return (
    <time dateTime={iso} title={formatExactTime(iso)}>
      {formatRelativeTime(iso, now)}
    </time>
  );
}
