import {
  addMemoryRows,
  type MemorySourceBackend,
  type MemorySourceOptions,
  memorySource,
  type Source,
} from '@export-engine/core';
import { contractRowJson, type SourceHarness } from '@export-engine/core/testing';

/** Replaces members of each instance: how a broken source is made of a good one. */
export type Break = (source: Source, backend: MemorySourceBackend) => Partial<Source>;

export function memorySourceHarness(options: MemorySourceOptions = {}, breakIt: Break = () => ({})): SourceHarness {
  return {
    capabilities: memorySource(options).capabilities,
    async setUp() {
      const { backend } = memorySource();
      return {
        connect() {
          const source = memorySource({ ...options, backend });
          return { ...source, ...breakIt(source, backend) };
        },
        query: {},
        emptyQuery: { where: { id: 'nobody' } },
        invalidQueries: [null, 'junk', [], { where: 'id' }],
        async addRows(rows) {
          addMemoryRows(backend, rows.map(contractRowJson));
        },
        async removeRows(ids) {
          backend.rows = backend.rows.filter(({ json }) => !ids.includes(JSON.parse(json).id));
        },
        openSnapshots: async () => backend.snapshots.size,
        openReads: async () => backend.openReads,
      };
    },
    async tearDown() {},
  };
}
