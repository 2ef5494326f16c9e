import type { ReactNode } from 'react';
import type { Export } from '../api/exports-api.ts';
import { useDocumentTitle } from '../hooks/use-document-title.ts';
import { ExportList } from './export-list.tsx';
import './exports-view.css';

export interface ExportsViewProps {
  readonly exports: readonly Export[] | null;
  readonly onLearn: (status: Export) => void;
}

export function ExportsView({ exports, onLearn }: ExportsViewProps): ReactNode {
  useDocumentTitle('Exports');
  return (
    <div className="exports-view">
      <h1>Your exports</h1>
      <ExportList exports={exports} onLearn={onLearn} titleAs="h2" />
    </div>
  );
}
