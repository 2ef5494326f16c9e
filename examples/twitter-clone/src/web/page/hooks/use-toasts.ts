import { useCallback, useState } from 'react';

/** A notice that stays until it is dismissed. */
export interface Toast {
  readonly id: string;
  readonly tone: 'good' | 'bad' | 'neutral';
  readonly title: string;
  readonly detail?: string | undefined;
  /** The export whose file can be had by it. */
  readonly fileOf?: string | undefined;
}

export interface Toasts {
  readonly toasts: readonly Toast[];
  /** Shows a notice; one of the same id is replaced. */
  readonly show: (toast: Toast) => void;
  readonly dismiss: (id: string) => void;
}

export function useToasts(): Toasts {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const dismiss = useCallback((id: string) => setToasts((shown) => shown.filter((toast) => toast.id !== id)), []);
  const show = useCallback(
    (toast: Toast) => setToasts((shown) => [...shown.filter(({ id }) => id !== toast.id), toast]),
    [],
  );
  return { toasts, show, dismiss };
}
