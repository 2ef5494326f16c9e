import {
  fetchMemoryLink,
  type MemorySinkBackend,
  memorySink,
  memorySinkBackend,
  type Sink,
  type SinkCapabilities,
} from '@export-engine/core';
import type { SinkHarness } from '@export-engine/core/testing';

/** Replaces members of each instance: how a broken sink is made of a good one. */
export type Break = (sink: Sink, backend: MemorySinkBackend) => Partial<Sink>;

/** Small limits, so that every limit is met. */
export const tinyLimits: Partial<SinkCapabilities> = {
  minPartBytes: 16,
  maxPartBytes: 64 * 1024,
  maxParts: 5,
  maxFileBytes: 256 * 1024,
  maxLinkSeconds: 3600,
};

export function memorySinkHarness(
  capabilities: Partial<SinkCapabilities> = tinyLimits,
  breakIt: Break = () => ({}),
  { assembles = true }: { readonly assembles?: boolean } = {},
): SinkHarness {
  return {
    capabilities: { ...memorySink({ capabilities }).capabilities, assembles },
    async setUp() {
      const backend = memorySinkBackend();
      return {
        connect() {
          const { assemble, ...simpleSink } = memorySink({ backend, capabilities });
          const sink = assembles ? { ...simpleSink, assemble } : simpleSink;
          return { ...sink, ...breakIt(sink, backend) };
        },
        readFile: async (key) => backend.files.get(key)?.bytes,
        openUploads: async (key) => [...backend.uploads.values()].filter(({ target }) => target.key === key).length,
        fetchLink: async (url) => fetchMemoryLink(backend, url),
        async waitUntil(instant) {
          backend.now = () => instant + 1;
        },
      };
    },
    async tearDown() {},
  };
}
