import type { Export } from '../../src/web/page/api/exports-api.ts';

type Parts = Partial<Omit<Export, 'progress'>> & { readonly progress?: Partial<Export['progress']> };

/** An export as the page gets it. */
export function pageExport({ progress, ...parts }: Parts): Export {
  const { id = 'e1', state = 'completed' } = parts;
  return {
    id,
    state,
    format: 'csv',
    fileName: 'posts.csv',
    label: null,
    createdAt: '2022-01-31T12:00:00Z',
    endedAt: null,
    failure: null,
    waitingOn: null,
    deliveries: [],
    ...parts,
    progress: {
      exportId: id,
      state,
      rows: 0,
      bytes: 0,
      expectedRows: null,
      rowsPerSecond: 0,
      secondsLeft: null,
      ...progress,
    },
  };
}
