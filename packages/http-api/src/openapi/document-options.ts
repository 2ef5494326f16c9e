import { arrayOf, checkOptions, custom, type JsonObject, object, optional, string } from '@export-engine/core';

/** A server's address, as in an OpenAPI Server Object. */
export interface ExportApiServer {
  /** Absolute or relative, without the base path: `https://api.example.com`. */
  readonly url: string;
  readonly description?: string | undefined;
}

/** What the application adds to the OpenAPI document. */
export interface ExportApiDocumentOptions {
  /** @default 'Exports' */
  readonly title?: string | undefined;
  /** Of the application's API. @default '1.0.0' */
  readonly version?: string | undefined;
  /** @default where the document was fetched from */
  readonly servers?: readonly ExportApiServer[] | undefined;
  /**
   * JSON Schema (2020-12) of the body of `POST`. @default what `bodySchema` says of itself, when it is a Standard JSON Schema
   * (zod, arktype, …); else any JSON
   */
  readonly body?: JsonObject | undefined;
  /** Bodies to show as examples, by name. */
  readonly examples?: Readonly<Record<string, JsonObject>> | undefined;
  /** OpenAPI Security Scheme Objects by name; any one of them identifies a client. */
  readonly securitySchemes?: Readonly<Record<string, JsonObject>> | undefined;
}

/** @throws ExportEngineError `EXPORT_OPTIONS_INVALID` */
export function checkDocumentOptions(owner: string, options: unknown): asserts options is ExportApiDocumentOptions {
  checkOptions<ExportApiDocumentOptions>(owner, options, {
    title: optional(string({ max: 200 })),
    version: optional(string({ max: 100 })),
    servers: optional(
      arrayOf(
        custom(
          'an object with a url',
          (value) => object().accepts(value) && typeof (value as ExportApiServer).url === 'string',
        ),
        { min: 1, max: 100 },
      ),
    ),
    body: optional(object()),
    examples: optional(objects),
    securitySchemes: optional(objects),
  });
}

const objects = custom(
  'an object of objects by name',
  (value) => object().accepts(value) && Object.values(value as object).every((entry) => object().accepts(entry)),
);
