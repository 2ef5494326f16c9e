import type { ReactNode } from 'react';
import './skeletons.css';

/** Grey shapes where posts will be. */
export function Skeletons(): ReactNode {
  return (
    <div className="skeletons" aria-hidden="true">
      {['a', 'b', 'c', 'd', 'e'].map((key) => (
        <div className="skeleton" key={key}>
          <span className="skeleton-disc" />
          <span className="skeleton-lines" />
        </div>
      ))}
    </div>
  );
}
