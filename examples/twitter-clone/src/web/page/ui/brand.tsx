import type { ReactNode } from 'react';
import './brand.css';

export function Brand(): ReactNode {
  return (
    <span className="brand">
      <svg className="brand-mark" viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="9" />
        <path d="M6 20c4 0 4-8 8-8s4 8 8 8 3-4 4-6" />
      </svg>
      Murmur
    </span>
  );
}
