import type { JsonValue } from '@export-engine/core';
import type { ExportApiOptions } from '@export-engine/http-api';
import { exportsPath } from '../application.ts';
import type { Identities, Identity } from '../identities/identities.ts';
import { type ExportWanted, exportInput } from './export-input.ts';
import { type ResolveOptions, resolveExport } from './resolve-export.ts';

export interface ExportsOptions<Query extends JsonValue> extends ResolveOptions<Query> {
  readonly identities: Identities;
}

/** The export API of this application: who may export what, wherever it runs. */
export function exportApiOptions<Query extends JsonValue>({
  identities,
  ...resolving
}: ExportsOptions<Query>): Omit<ExportApiOptions<ExportWanted, Identity, Query>, 'engine' | 'tickets'> {
  return {
    basePath: exportsPath,
    bodySchema: exportInput,
    identify: (request, environment) => identities.identify({ request, environment }),
    resolve: (wanted, identity) => resolveExport(wanted, identity, resolving),
  };
}
