import type { ExportProgress, JsonObject } from '@export-engine/core';
import type { ExportApiStatus } from '../status-view.ts';

const text: JsonObject = { type: 'string' };
const count: JsonObject = { type: 'integer', minimum: 0 };
const instant: JsonObject = { type: 'string', format: 'date-time' };
const state: JsonObject = { type: 'string', enum: ['queued', 'running', 'completed', 'failed', 'cancelled'] };

function orNull(schema: JsonObject): JsonObject {
  return { anyOf: [schema, { type: 'null' }] };
}

/** An object that has all these properties; more may come with later versions. */
function objectOf(properties: Readonly<Record<string, JsonObject>>, more: JsonObject = {}): JsonObject {
  return { type: 'object', required: Object.keys(properties), properties, ...more };
}

const progress = objectOf({
  exportId: { type: 'string', format: 'uuid' },
  state,
  rows: { ...count, description: 'Rows so far' },
  bytes: { ...count, description: 'Bytes so far' },
  expectedRows: { ...orNull(count), description: 'Rows of the whole result; null while unknown' },
  rowsPerSecond: { type: 'number', minimum: 0 },
  secondsLeft: { ...orNull({ type: 'number', minimum: 0 }), description: 'At this rate; null while unknown' },
} satisfies Record<keyof ExportProgress, JsonObject>);

const exampleId = '3f1c8a52-7a94-4a4e-9a0b-0d3c5a4f6b21';

const exampleStatus: JsonObject = {
  id: exampleId,
  state: 'running',
  format: 'csv',
  fileName: 'posts.csv',
  label: 'posts about "export"',
  createdAt: '2026-11-24T09:30:00.000Z',
  endedAt: null,
  progress: {
    exportId: exampleId,
    state: 'running',
    rows: 120_000,
    bytes: 9_437_184,
    expectedRows: 200_000,
    rowsPerSecond: 40_000,
    secondsLeft: 2,
  },
  failure: null,
  waitingOn: null,
  deliveries: [{ notifier: 'email', status: 'pending' }],
} satisfies ExportApiStatus & JsonObject;

/** The schemas that responses refer to. TypeScript holds them to the types of the engine, property by property. */
export const schemas: Readonly<Record<string, JsonObject>> = {
  ExportStatus: objectOf(
    {
      id: { type: 'string', format: 'uuid' },
      state,
      format: { ...text, description: 'Name of the format' },
      fileName: { ...text, description: 'Name for whoever saves the file' },
      label: { ...orNull(text), description: 'What the export is of' },
      createdAt: instant,
      endedAt: orNull(instant),
      progress,
      failure: { ...orNull(objectOf({ code: text, message: text })), description: 'Why it failed' },
      waitingOn: { ...orNull(text), description: 'Code of a passing failure that is being waited out' },
      deliveries: {
        type: 'array',
        items: objectOf({ notifier: text, status: { type: 'string', enum: ['pending', 'sent', 'failed'] } }),
      },
    } satisfies Record<keyof ExportApiStatus, JsonObject>,
    { examples: [exampleStatus] },
  ),
  ExportList: objectOf({ exports: { type: 'array', items: { $ref: '#/components/schemas/ExportStatus' } } }),
  FileLink: objectOf({ url: { ...text, description: 'A short-lived address; a secret' }, expiresAt: instant }),
  Ticket: objectOf({ ticket: { ...text, description: 'A secret' }, expiresAt: instant }),
  Problem: {
    type: 'object',
    description: 'RFC 9457',
    required: ['type', 'title', 'status', 'code'],
    properties: {
      type: { type: 'string', format: 'uri-reference', description: 'Address of a page about this problem' },
      title: text,
      status: { type: 'integer', minimum: 400, maximum: 599 },
      detail: { ...text, description: 'What to do about it' },
      code: { ...text, description: 'For programs' },
      errors: {
        type: 'array',
        items: objectOf({
          path: { ...text, description: 'JSON Pointer into the body, or name of the parameter' },
          message: text,
        }),
      },
    },
  },
};
