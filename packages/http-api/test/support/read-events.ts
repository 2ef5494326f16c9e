import type { ExportApiStatus } from '../../src/index.ts';

/** One server-sent event, as the browser's parser reads it. */
export interface ServerSentEvent {
  readonly id: string;
  readonly event: string;
  readonly data: ExportApiStatus;
}

/** The events of a text, without its comments and `retry:`. */
export function parseEvents(text: string): readonly ServerSentEvent[] {
  return text
    .split('\n\n')
    .map((block) => Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2))))
    .filter((fields) => 'data' in fields)
    .map(({ id, event, data }) => ({ id, event, data: JSON.parse(data) as ExportApiStatus }));
}
