import type { ExportEvent, Notifier } from '../contracts/index.ts';
import { ExportEngineError } from '../errors/index.ts';
import { checkOptions, object, optional, string } from '../options/index.ts';
import { nextTurn } from './next-turn.ts';

/** What several `memoryNotifier`s share: the "mailbox". */
export interface MemoryNotifierBackend {
  /** What was delivered, in order. */
  readonly events: ExportEvent[];
  /** The next deliveries fail like this, first one first. */
  readonly failures: { readonly cause: unknown; readonly isRetryable: boolean }[];
}

export interface MemoryNotifierOptions {
  /** A backend to share with other instances. @default one of its own */
  readonly backend?: MemoryNotifierBackend | undefined;
}

/** A notifier in memory, with its backend to look into. */
export interface MemoryNotifier extends Notifier {
  readonly backend: MemoryNotifierBackend;
}

/** An empty backend for `memoryNotifier`. */
export function memoryNotifierBackend(): MemoryNotifierBackend {
  return { events: [], failures: [] };
}

/**
 * A notifier that keeps the events, for tests. A recipient is `{ name }`.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`.
 *
 * @example
 * ```ts
 * import { memoryNotifier } from '@export-engine/core';
 *
 * const notifier = memoryNotifier();
 * console.log(notifier.backend.events.map((event) => event.type));
 * ```
 */
export function memoryNotifier(options: MemoryNotifierOptions = {}): MemoryNotifier {
  checkOptions<MemoryNotifierOptions>('memoryNotifier()', options, {
    backend: optional(object()),
  });
  const { backend = memoryNotifierBackend() } = options;

  return {
    specVersion: 1,
    name: 'memory',
    backend,

    validateRecipient(recipient) {
      checkOptions<{ name: string }>('memoryNotifier() recipient', recipient, { name: string({ max: 200 }) });
      return { name: recipient.name };
    },

    async notify(event, { signal }) {
      await nextTurn(signal);
      const failure = backend.failures.shift();
      if (failure !== undefined) {
        throw new ExportEngineError('EXPORT_NOTIFY_FAILED', 'The memory notifier was told to fail.', failure);
      }
      backend.events.push(structuredClone(event));
    },
  };
}
