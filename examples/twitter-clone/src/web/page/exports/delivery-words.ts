import type { Export } from '../api/exports-api.ts';

type Delivery = Export['deliveries'][number];

const words: Readonly<Record<string, Readonly<Record<Delivery['status'], string>>>> = {
  email: { pending: 'The mail is on its way.', sent: 'Mailed.', failed: 'The mail could not be sent.' },
  push: { pending: 'The push is on its way.', sent: 'Pushed.', failed: 'The push could not be sent.' },
};

/** Whether whoever was to be told has been told; empty when nobody was. */
export function deliveryWords({ deliveries }: Export): string {
  return deliveries
    .map(({ notifier, status }) => words[notifier]?.[status] ?? '')
    .join(' ')
    .trim();
}
