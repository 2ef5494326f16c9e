import type { ReactNode } from 'react';
import { DownloadButton } from '../exports/download-button.tsx';
import type { Toast } from '../hooks/use-toasts.ts';
import { Icon } from '../ui/icon.tsx';

export interface ToastCardProps {
  readonly toast: Toast;
  readonly onDismiss: (id: string) => void;
}

export function ToastCard({ toast: { id, tone, title, detail, fileOf }, onDismiss }: ToastCardProps): ReactNode {
  return (
    <div className={`toast toast-${tone}`}>
      <Icon name={tone === 'bad' ? 'alert' : 'bell'} />
      <div className="toast-words">
        <p className="toast-title">{title}</p>
        {detail !== undefined && <p className="muted small">{detail}</p>}
        {fileOf !== undefined && <DownloadButton id={fileOf} isPrimary />}
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
