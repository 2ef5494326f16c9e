import { checkOptions, integer, type Source } from '@export-engine/core';

/** How many rows the result has. */
export type NumberedQuery = { readonly rows: number };

const ROWS_A_PAGE = 500;

/** Rows made from their number alone: any process can go on with them, and a test knows the whole file. */
export function numberedSource(): Source<NumberedQuery> {
  return {
    specVersion: 1,
    name: 'numbered',
    capabilities: { snapshot: true, partitions: false, count: 'exact', resume: 'snapshot', batches: 'documents' },
    validate(query) {
      checkOptions<NumberedQuery>('numberedSource() query', query, { rows: integer({ min: 0, max: 1e9 }) });
      return { rows: query.rows };
    },
    describe: async () => [
      { path: 'id', type: 'number' },
      { path: 'text', type: 'text' },
    ],
    open: async ({ rows }) => ({ state: null, partitions: [{ index: 0, state: null }], expectedRows: rows }),
    async *read({ rows }, _snapshot, _partition, { after = '0', signal }) {
      for (let start = Number(after); start < rows; start += ROWS_A_PAGE) {
        signal.throwIfAborted();
        const count = Math.min(ROWS_A_PAGE, rows - start);
        const documents = Array.from({ length: count }, (_, index) => rowOf(start + index));
        yield { rows: { kind: 'documents', documents }, count, cursor: String(start + count) };
      }
    },
    close: async () => {},
  };
}

/** The file that `csv()` makes of these rows. */
export function numberedCsv({ rows }: NumberedQuery): string {
  const lines = Array.from({ length: rows }, (_, index) => Object.values(rowOf(index)).join(','));
  return ['id,text', ...lines, ''].join('\r\n');
}

function rowOf(index: number): { readonly id: number; readonly text: string } {
  return { id: index, text: `row ${index} `.repeat(10).trim() };
}
