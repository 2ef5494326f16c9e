import type { TransportParams } from '../../src/transport/search-client.ts';
import type { StubAnswer } from './stub-client.ts';

/** A point in time over numbered rows, answered as Elasticsearch does it. Faults are put in by the tests. */
export interface StubSearch {
  /** The answer to any request of the adapter. */
  answer(params: TransportParams): StubAnswer;
  /** A page's answer as an object, for a test to spoil. */
  page(params: TransportParams): SearchAnswerBody;
}

export interface SearchAnswerBody {
  pit_id: string;
  timed_out: boolean;
  terminated_early?: boolean;
  _shards: { total: number; successful: number; skipped: number; failed: number };
  hits: { total?: { value: number; relation: string }; hits: object[] };
}

export function stubSearch(rows: number, text = 'x'): StubSearch {
  const page: StubSearch['page'] = ({ body = '' }) => {
    const { size, search_after: after, track_total_hits: isCounted } = JSON.parse(body);
    const from = after === undefined ? 0 : after[0] + 1;
    const hits = Array.from({ length: Math.max(0, Math.min(size, rows - from)) }, (_, index) => ({
      _id: `${from + index}`,
      _source: { n: from + index, text },
      sort: [from + index, from + index],
    }));
    return {
      pit_id: 'pit-1',
      timed_out: false,
      _shards: { total: 2, successful: 2, skipped: 0, failed: 0 },
      hits: { ...(isCounted ? { total: { value: rows, relation: 'eq' } } : {}), hits },
    };
  };
  return {
    page,
    answer(params) {
      if (params.path.endsWith('/_pit') && params.method === 'POST') {
        return { body: { id: 'pit-1', _shards: { total: 2, successful: 2, skipped: 0, failed: 0 } } };
      }
      if (params.path.startsWith('/_search')) return { body: page(params) };
      return { body: {} };
    },
  };
}
