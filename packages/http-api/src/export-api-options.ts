import {
  arrayOf,
  type Check,
  checkOptions,
  custom,
  type ExportRequest,
  func,
  integer,
  type JsonValue,
  object,
  objectWith,
  optional,
  string,
} from '@export-engine/core';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { ExportApiEngine } from './export-api-engine.ts';
import type { ExportApiIdentity } from './guards/identify-owner.ts';
import { checkDocumentOptions, type ExportApiDocumentOptions } from './openapi/document-options.ts';

/** What `resolve` makes of a body: a request to the engine, without what only the API may say. */
export interface ExportApiRequest<Query extends JsonValue = JsonValue>
  extends Omit<ExportRequest<Query>, 'owner' | 'idempotencyKey'> {
  /** The identity's. */
  readonly owner?: undefined;
  /** The header's. */
  readonly idempotencyKey?: undefined;
}

export interface ExportApiLimits {
  /** Exports of one owner that are queued or running at once, 1 to 1,000. @default 5 */
  readonly concurrentExports?: number | undefined;
  /** Largest body of a request, 1 to 16,777,216 bytes. @default 65,536 */
  readonly bodyBytes?: number | undefined;
  /**
   * Longest life of one event stream, 1 to 86,400 s; then the client connects again and is identified again. Where answers
   * are not streamed (AWS Lambda behind API Gateway), 1 makes each connection one look at the status. @default 900
   */
  readonly eventStreamSeconds?: number | undefined;
}

/** Makes the tickets with which a browser subscribes to push messages. */
export interface ExportApiTickets {
  issue(
    exportId: string,
    options: { readonly owner: string; readonly signal: AbortSignal },
  ): Promise<{ readonly ticket: string; readonly expiresAt: string }>;
}

export interface ExportApiOptions<Body, Identity extends ExportApiIdentity, Query extends JsonValue = JsonValue> {
  readonly engine: ExportApiEngine<Query>;
  /**
   * Who sends a request, by its cookie or header; `null` is answered with 401. It must leave the body unread. `environment`
   * is what `fetch` was called with besides: on AWS Lambda the event, with the claims that API Gateway has verified.
   */
  readonly identify: (request: Request, environment: unknown) => Identity | null | Promise<Identity | null>;
  /** Any Standard Schema (valibot, zod, arktype, …) of the body of `POST`. What it lets through is what `resolve` gets. */
  readonly bodySchema: StandardSchemaV1<unknown, Body>;
  /**
   * Makes the export of a body, for this identity. It is where the application says what may be exported: a browser never
   * sends a query. To refuse, throw an `ExportApiProblem`.
   */
  readonly resolve: (
    body: Body,
    identity: Identity,
    options: { readonly signal: AbortSignal },
  ) => ExportApiRequest<Query> | Promise<ExportApiRequest<Query>>;
  /** Path of the API as clients see it: begins with a slash and does not end in one. @default '/exports' */
  readonly basePath?: string | undefined;
  /** Origins whose pages may call the API, with cookies: `https://app.example.com`. @default none but its own */
  readonly cors?: { readonly origins: readonly string[] } | undefined;
  readonly limits?: ExportApiLimits | undefined;
  /** Life of a link to a file, 1 to 604,800 s; the sink and its credentials may cap it. @default 300 */
  readonly linkSeconds?: number | undefined;
  /** With it there is `POST /exports/:id/tickets`. */
  readonly tickets?: ExportApiTickets | undefined;
  /** The header `WWW-Authenticate` of a 401: `Bearer`. @default none, as fits a session by cookie */
  readonly challenge?: string | undefined;
  /** What the OpenAPI document says besides. */
  readonly openApi?: ExportApiDocumentOptions | undefined;
  /**
   * Told of every error that is answered with a 5xx or cuts an event stream short: for a log. What it throws is ignored.
   * The request may hold secrets: the address of a file carries its access token.
   */
  readonly onError?: ((error: unknown, request: Request) => void) | undefined;
}

/** Checked options, with defaults. */
export interface ExportApiSettings<Identity extends ExportApiIdentity = ExportApiIdentity> {
  readonly engine: ExportApiEngine;
  readonly identify: (request: Request, environment: unknown) => Identity | null | Promise<Identity | null>;
  readonly basePath: string;
  readonly origins: readonly string[];
  readonly concurrentExports: number;
  readonly bodyBytes: number;
  readonly eventStreamMs: number;
  readonly linkSeconds: number;
  readonly tickets: ExportApiTickets | undefined;
  readonly challenge: string | undefined;
  readonly openApi: ExportApiDocumentOptions;
  readonly reportError: (error: unknown, request: Request) => void;
}

const factory = 'createExportApi()';

/** @throws ExportEngineError `EXPORT_OPTIONS_INVALID` */
export function checkExportApiOptions<Body, Identity extends ExportApiIdentity, Query extends JsonValue>(
  options: ExportApiOptions<Body, Identity, Query>,
): ExportApiSettings<Identity> {
  checkOptions<ExportApiOptions<Body, Identity, Query>>(factory, options, {
    engine: objectWith(engineMethods, 'an engine'),
    identify: func(),
    bodySchema: custom('a Standard Schema, version 1', isStandardSchema),
    resolve: func(),
    basePath: optional(basePathCheck),
    cors: optional(object()),
    limits: optional(object()),
    linkSeconds: optional(integer({ min: 1, max: 604_800 })),
    tickets: optional(objectWith(['issue'], 'a maker of tickets')),
    challenge: optional(string({ max: 200 })),
    openApi: optional(object()),
    onError: optional(func()),
  });
  const { engine, identify, tickets, challenge, onError, limits = {}, openApi = {} } = options;
  checkLimits(limits);
  checkDocumentOptions(`${factory}: openApi`, openApi);
  return {
    engine: engine as ExportApiEngine<JsonValue>,
    identify,
    basePath: options.basePath ?? '/exports',
    origins: originsOf(options.cors),
    concurrentExports: limits.concurrentExports ?? 5,
    bodyBytes: limits.bodyBytes ?? 65_536,
    eventStreamMs: (limits.eventStreamSeconds ?? 900) * 1000,
    linkSeconds: options.linkSeconds ?? 300,
    tickets,
    challenge,
    openApi,
    reportError(error, request) {
      try {
        onError?.(error, request);
      } catch {
        // A log that fails is no reason to fail a request.
      }
    },
  };
}

const engineMethods: readonly (keyof ExportApiEngine)[] = [
  'start',
  'list',
  'status',
  'watch',
  'link',
  'linkByToken',
  'revokeFileAccess',
  'cancel',
];

const basePathCheck: Check = custom(
  'a path of segments of A-Z a-z 0-9 . _ ~ -, with a slash before each',
  (value) => typeof value === 'string' && /^(?:\/[A-Za-z0-9._~-]+)+$/.test(value) && !/\/\.{1,2}(?:\/|$)/.test(value),
);

function isStandardSchema(value: unknown): boolean {
  // A schema may be a function: arktype's are.
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  const props = (value as { readonly '~standard'?: Partial<StandardSchemaV1['~standard']> })['~standard'];
  return props?.version === 1 && typeof props.validate === 'function';
}

function checkLimits(limits: ExportApiLimits): void {
  checkOptions<ExportApiLimits>(`${factory}: limits`, limits, {
    concurrentExports: optional(integer({ min: 1, max: 1000 })),
    bodyBytes: optional(integer({ min: 1, max: 16_777_216 })),
    eventStreamSeconds: optional(integer({ min: 1, max: 86_400 })),
  });
}

function originsOf(cors: ExportApiOptions<unknown, ExportApiIdentity>['cors']): readonly string[] {
  if (cors === undefined) return [];
  checkOptions<{ readonly origins: readonly string[] }>(`${factory}: cors`, cors, {
    origins: arrayOf(origin, { min: 1, max: 100 }),
  });
  return cors.origins;
}

/** As a browser writes it in the header `Origin`, so that texts can be compared. */
const origin: Check = custom(
  'an origin as browsers write it ("https://app.example.com", no path, no "*")',
  (value) =>
    typeof value === 'string' && /^https?:/.test(value) && URL.canParse(value) && new URL(value).origin === value,
);
