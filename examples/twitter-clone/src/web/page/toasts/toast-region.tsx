import type { ReactNode } from 'react';
import type { Toast } from '../hooks/use-toasts.ts';
import './toast-region.css';
import { ToastCard } from './toast-card.tsx';

export interface ToastRegionProps {
  readonly toasts: readonly Toast[];
  readonly onDismiss: (id: string) => void;
}

/** Where notices appear, and are read aloud. */
export function ToastRegion({ toasts, onDismiss }: ToastRegionProps): ReactNode {
  return (
    <section className="toast-region" aria-label="Notices" aria-live="polite">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} onDismiss={onDismiss} />
      ))}
    </section>
  );
}
