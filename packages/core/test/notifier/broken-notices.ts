import { ExportEngineError, type ExportEvent, type JsonValue, type Notifier } from '@export-engine/core';
import { type BrokenNotifier, brokenNotifier } from './broken-notifier.ts';

/** Faults in recipients, messages and failures. */
export const brokenNotices: readonly BrokenNotifier[] = [
  brokenNotifier('implements another version of the contract', ['notifier.declares-itself'], () => ({
    specVersion: 2 as 1,
  })),
  brokenNotifier('takes anything for a recipient', ['notifier.recipient.refuses-junk'], () => ({
    validateRecipient: (recipient) => ({ ...(recipient as object) }),
  })),
  brokenNotifier('completes the recipient it was handed', ['notifier.recipient.settled-form'], (notifier) => ({
    validateRecipient(recipient) {
      const settled = notifier.validateRecipient(recipient);
      Object.assign(recipient as object, { language: 'en' });
      return settled;
    },
  })),
  brokenNotifier('changes a recipient each time it is checked', ['notifier.recipient.settled-form'], (notifier) => ({
    validateRecipient(recipient) {
      const { name } = notifier.validateRecipient(recipient) as { name: string };
      return { name: `${name}!` } satisfies JsonValue;
    },
  })),
  brokenNotifier(
    'tells of every ending twice',
    [
      'notifier.deliver.completed',
      'notifier.deliver.failed',
      'notifier.deliver.cancelled',
      'notifier.deliver.without-address',
      'notifier.deliver.events-do-not-mix',
      'notifier.fail.transient',
    ],
    (notifier) => ({
      async notify(...inputs) {
        await notifier.notify(...inputs);
        await notifier.notify(...inputs);
      },
    }),
  ),
  brokenNotifier('says completed of every ending', ['notifier.deliver.cancelled'], (notifier) => ({
    notify: changing(notifier, (event) => ({ ...event, type: 'completed' })),
  })),
  brokenNotifier('leaves out where the file is', ['notifier.deliver.completed'], (notifier) => ({
    notify: changing(notifier, ({ fileUrl: _, ...event }) => event),
  })),
  brokenNotifier('leaves out why an export failed', ['notifier.deliver.failed'], (notifier) => ({
    notify: changing(notifier, ({ failure: _, ...event }) => event),
  })),
  brokenNotifier('says undefined where there is no address', ['notifier.deliver.without-address'], (notifier) => ({
    notify: changing(notifier, (event) => ({ ...event, fileUrl: `${event.fileUrl}` })),
  })),
  brokenNotifier(
    'drops what is not ASCII from a file name',
    ['notifier.deliver.completed', 'notifier.deliver.failed', 'notifier.deliver.cancelled'],
    (notifier) => ({
      notify: changing(notifier, (event) => ({ ...event, fileName: event.fileName.replaceAll(/[^ -~]/g, '') })),
    }),
  ),
  brokenNotifier('escapes a file name in plain text', ['notifier.deliver.events-do-not-mix'], (notifier) => ({
    notify: changing(notifier, (event) => ({ ...event, fileName: event.fileName.replaceAll('<', '&lt;') })),
  })),
  brokenNotifier('complains of an event that comes again', ['notifier.deliver.again'], (notifier, backend) => ({
    async notify(event, options) {
      const isKnown = backend.events.some(({ exportId, type }) => exportId === event.exportId && type === event.type);
      if (isKnown) throw new ExportEngineError('EXPORT_NOTIFY_FAILED', 'already told');
      await notifier.notify(event, options);
    },
  })),
  brokenNotifier('mixes up events that come at the same time', ['notifier.deliver.events-do-not-mix'], (notifier) => {
    let current: ExportEvent | undefined;
    return {
      async notify(event, options) {
        current = event;
        await Promise.resolve();
        await notifier.notify(current, options);
      },
    };
  }),
  brokenNotifier('changes the event it is handed', ['notifier.deliver.leaves-event-alone'], (notifier) => ({
    async notify(event, options) {
      await notifier.notify(event, options);
      Object.assign(event, { sent: true });
    },
  })),
  brokenNotifier('gives up for good whatever the server says', ['notifier.fail.transient'], (notifier) => ({
    notify: failing(notifier, ({ cause }) => new ExportEngineError('EXPORT_NOTIFY_FAILED', 'failed', { cause })),
  })),
  brokenNotifier('wants another try whatever the server says', ['notifier.fail.permanent'], (notifier) => ({
    notify: failing(
      notifier,
      ({ cause }) => new ExportEngineError('EXPORT_NOTIFY_FAILED', 'failed', { cause, isRetryable: true }),
    ),
  })),
  brokenNotifier("copies the server's words into its message", ['notifier.fail.no-secrets'], (notifier) => ({
    notify: failing(notifier, ({ cause, isRetryable }) => {
      return new ExportEngineError('EXPORT_NOTIFY_FAILED', String(cause), { cause, isRetryable });
    }),
  })),
  brokenNotifier(
    "lets the server's own error through",
    ['notifier.fail.transient', 'notifier.fail.permanent', 'notifier.fail.no-secrets'],
    (notifier) => ({
      notify: failing(notifier, ({ cause }) => cause),
    }),
  ),
];

function changing(notifier: Notifier, change: (event: ExportEvent) => ExportEvent): Notifier['notify'] {
  return (event, options) => notifier.notify(change(event), options);
}

function failing(notifier: Notifier, change: (error: ExportEngineError) => unknown): Notifier['notify'] {
  return (event, options) =>
    notifier.notify(event, options).catch((error: unknown) => {
      throw ExportEngineError.isInstance(error) ? change(error) : error;
    });
}
