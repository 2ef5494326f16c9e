import type { JsonObject } from '@export-engine/core';

export const exportIdParameter: JsonObject = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'Id of the export',
  schema: { type: 'string', format: 'uuid' },
};

export const limitParameter: JsonObject = {
  name: 'limit',
  in: 'query',
  description: 'At most this many',
  schema: { type: 'integer', minimum: 1, maximum: 1000, default: 100 },
};

export const accessParameter: JsonObject = {
  name: 'access',
  in: 'query',
  description:
    'Access token, as in a mailed link: opens this one file without signing in, until it expires or is revoked',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
};

export const idempotencyKeyParameter: JsonObject = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'Makes the request safe to repeat: the same key with the same body starts one export, and answers with it',
  schema: { type: 'string', minLength: 1, maxLength: 256, pattern: '^[!-~]+$' },
};

export const lastEventIdParameter: JsonObject = {
  name: 'Last-Event-ID',
  in: 'header',
  description: 'Sent by an EventSource that connects again; the first event is the current status whatever it says',
  schema: { type: 'string' },
};
