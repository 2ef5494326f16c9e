import type { ExportRecipient, JsonValue } from '@export-engine/core';
import type { ExportApiRequest } from '@export-engine/http-api';
import { postColumns } from '../../data/post.ts';
import type { SearchBackend } from '../../search/search-backend.ts';
import { describeCriteria } from '../../search/search-criteria.ts';
import type { Telling, User } from '../api-types.ts';
import type { ExportWanted } from './export-input.ts';

export interface ResolveOptions<Query extends JsonValue> {
  readonly backend: Pick<SearchBackend<Query>, 'exportQuery'>;
  /** How many shares the source should split a result into. */
  readonly partitions: number;
}

/** What the engine is asked for: always the posts of a search, with the same columns, and only to those who may be told. */
export function resolveExport<Query extends JsonValue>(
  { search, tell, format }: ExportWanted,
  user: User,
  { backend, partitions }: ResolveOptions<Query>,
): ExportApiRequest<Query> {
  return {
    query: backend.exportQuery(search),
    columns: postColumns,
    format,
    fileName: 'posts',
    label: describeCriteria(search),
    partitions,
    notify: recipients(tell, user),
  };
}

/** A mail goes to whoever asks, at their own address, whatever the request says. */
function recipients(tell: Telling, { email, name }: User): readonly ExportRecipient[] {
  switch (tell) {
    case 'direct':
      return [];
    case 'email':
      return [{ notifier: 'email', recipient: { address: email, name } }];
    case 'push':
      return [{ notifier: 'push', recipient: null }];
  }
}
