import { ExportEngineError } from '@export-engine/core';

/** Where subscriptions are kept: by export, to find whom to tell, and by connection, to find what to forget. */
export interface SubscriptionKeys {
  readonly subscribersFolder: string;
  readonly connectionsFolder: string;
  subscribersOf(exportId: string): string;
  exportsOf(connectionId: string): string;
  /** The two entries of one subscription. */
  of(connectionId: string, exportId: string): { readonly byExport: string; readonly byConnection: string };
}

export function subscriptionKeys(prefix: string): SubscriptionKeys {
  const subscribersFolder = `${prefix}subscribers/`;
  const connectionsFolder = `${prefix}connections/`;
  const subscribersOf = (exportId: string): string => `${subscribersFolder}${checkExportId(exportId)}/`;
  const exportsOf = (connectionId: string): string => `${connectionsFolder}${connectionSegment(connectionId)}/`;
  return {
    subscribersFolder,
    connectionsFolder,
    subscribersOf,
    exportsOf,
    of: (connectionId, exportId) => ({
      byExport: subscribersOf(exportId) + connectionSegment(connectionId),
      byConnection: exportsOf(connectionId) + checkExportId(exportId),
    }),
  };
}

/**
 * A connection's id as a segment of a store key: API Gateway's ids hold `=`, `+` and `/`. Two ids never share a segment,
 * because the dot that leads an escape is escaped itself.
 */
export function connectionSegment(connectionId: string): string {
  if (typeof connectionId !== 'string' || !/^[!-~]{1,128}$/.test(connectionId)) {
    throw invalid('connectionId', 'a connection id has 1 to 128 visible ASCII characters');
  }
  return connectionId.replaceAll(/[^\w-]/g, (character) => `.${character.charCodeAt(0).toString(16)}`);
}

function checkExportId(exportId: string): string {
  if (typeof exportId === 'string' && /^[\w-]{1,64}$/.test(exportId)) return exportId;
  throw invalid('exportId', 'an export id has 1 to 64 of the characters A-Z a-z 0-9 _ -');
}

function invalid(option: string, rule: string): ExportEngineError {
  const owner = 'connectionRegistry()';
  return new ExportEngineError('EXPORT_OPTIONS_INVALID', `${owner}: ${rule}.`, { details: { owner, option } });
}
