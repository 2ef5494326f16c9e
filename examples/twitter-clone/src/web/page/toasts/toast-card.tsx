import type { ReactNode } from 'react';
import type { Toast } from '../hooks/use-toasts.ts';
import { Icon } from '../ui/icon.tsx';

export interface ToastCardProps {
  readonly toast: Toast;
  readonly onDismiss: (id: string) => void;
}

export function ToastCard({ toast: { id, tone, title, detail, link }, onDismiss }: ToastCardProps): ReactNode {
  return (
    <div className={`toast toast-${tone}`}>
      <Icon name={tone === 'bad' ? 'alert' : 'bell'} />
      <div className="toast-words">
        <p className="toast-title">{title}</p>
        {detail !== undefined && <p className="muted small">{detail}</p>}
        {link !== undefined && (
          <a className="button button-primary button-small" href={link.href} download>
            <Icon name="download" />
            {link.text}
          </a>
        )}
      </div>
      <button
        type="button"
        className="button button-quiet button-small button-icon"
        aria-label={`Dismiss: ${title}`}
        onClick={() => onDismiss(id)}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
