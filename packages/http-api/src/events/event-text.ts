import type { ExportApiStatus } from '../status-view.ts';

/** Wait of an `EventSource` before it connects again, in milliseconds. */
const reconnectMs = 3000;

/** Id of the last event. A browser that connects again in spite of it says so in `Last-Event-ID`. */
export const endedEventId = 'ended';

/** A comment, so that nothing on the way takes the connection for dead. */
export const heartbeatText = ': heartbeat\n\n';

export const retryText: string = `retry: ${reconnectMs}\n\n`;

/** One `status` event; after an ending also the `ended` event. JSON has no line ends, so one line of data is enough. */
export function eventText(status: ExportApiStatus, number: number): string {
  const data = JSON.stringify(status);
  const event = `id: ${number}\nevent: status\ndata: ${data}\n\n`;
  return hasEnded(status) ? `${event}id: ${endedEventId}\nevent: ended\ndata: ${data}\n\n` : event;
}

export function hasEnded({ state }: Pick<ExportApiStatus, 'state'>): boolean {
  return state !== 'queued' && state !== 'running';
}
