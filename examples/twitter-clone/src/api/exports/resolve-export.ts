import type { ExportRecipient, JsonObject, JsonValue } from '@export-engine/core';
import { ExportApiProblem, type ExportApiRequest } from '@export-engine/http-api';
import { postColumns } from '../../data/post.ts';
import type { SearchBackend } from '../../search/search-backend.ts';
import { describeCriteria } from '../../search/search-criteria.ts';
import type { Telling } from '../api-types.ts';
import type { Identity } from '../identities/identities.ts';
import { wireNotifierName } from '../wire/wire-notifier.ts';
import type { ExportWanted } from './export-input.ts';

export interface ResolveOptions<Query extends JsonValue> {
  readonly backend: Pick<SearchBackend<Query>, 'exportQuery'>;
  /** How many shares the source should split a result into. */
  readonly partitions: number;
}

/** What the engine is asked for: always the posts of a search, with the same columns, and only to those who may be told. */
export function resolveExport<Query extends JsonValue>(
  { search, tell, format }: ExportWanted,
  identity: Identity,
  { backend, partitions }: ResolveOptions<Query>,
): ExportApiRequest<Query> {
  return {
    query: backend.exportQuery(search),
    columns: postColumns,
    format,
    fileName: 'posts',
    label: describeCriteria(search),
    partitions,
    notify: recipients(tell, identity),
  };
}

/** A mail goes to whoever asks, at their own address, whatever the request says. */
function recipients(tell: Telling, identity: Identity): readonly ExportRecipient[] {
  switch (tell) {
    case 'direct':
      return [];
    case 'email':
      return [{ notifier: 'email', recipient: mailRecipient(identity) }];
    case 'push':
      return [push];
    case 'wire':
      return [push, { notifier: wireNotifierName, recipient: null }];
  }
}

const push: ExportRecipient = { notifier: 'push', recipient: null };

/** @throws ExportApiProblem 403 when nobody has confirmed the address: a mail to it could be a mail to anyone */
function mailRecipient({ email: address, name }: Identity): JsonObject {
  if (address !== null) return name === undefined ? { address } : { address, name };
  const title = 'E-mail address not confirmed';
  throw new ExportApiProblem({
    status: 403,
    code: 'EMAIL_NOT_CONFIRMED',
    title,
    detail: 'Confirm your address first.',
  });
}
