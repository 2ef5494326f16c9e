import { type MemoryNotifierBackend, memoryNotifier, memoryNotifierBackend, type Notifier } from '@export-engine/core';
import type { NotifierHarness } from '@export-engine/core/testing';

/** Replaces members of each instance: how a broken notifier is made of a good one. */
export type Break = (notifier: Notifier, backend: MemoryNotifierBackend) => Partial<Notifier>;

export function memoryNotifierHarness(breakIt: Break = () => ({})): NotifierHarness {
  return {
    capabilities: {},
    async setUp() {
      const backend = memoryNotifierBackend();
      return {
        connect() {
          const notifier = memoryNotifier({ backend });
          return { ...notifier, ...breakIt(notifier, backend) };
        },
        recipient: { name: 'Ada' },
        invalidRecipients: [null, 'Ada', {}, { name: '' }, { name: 'Ada', surprise: true }],
        received: async () => backend.events.map((event) => JSON.stringify(event)),
        failNext({ kind, secret }) {
          backend.failures.push({ cause: new Error(secret), isRetryable: kind === 'transient' });
        },
      };
    },
    async tearDown() {},
  };
}
