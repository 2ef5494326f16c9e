import type { ReactNode } from 'react';
import './connection-banner.css';

/** Says that the server does not answer, for as long as that is so. The exports themselves are safe meanwhile. */
export function ConnectionBanner({ isReachable }: { readonly isReachable: boolean }): ReactNode {
  return (
    <div role="status">
      {!isReachable && (
        <p className="connection-banner">
          <span className="connection-banner-dot" />
          No answer from the server. Trying again; exports go on where they were.
        </p>
      )}
    </div>
  );
}
