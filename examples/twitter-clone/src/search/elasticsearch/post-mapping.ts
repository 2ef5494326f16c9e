import type { estypes } from '@elastic/elasticsearch';

/** Explicit: a dynamic one would guess, and would take new fields in. */
export const postMapping: estypes.MappingTypeMapping = {
  dynamic: 'strict',
  properties: {
    PostID: { type: 'long' },
    UserID: { type: 'long' },
    DateCreated: { type: 'date' },
    Content: { type: 'text' },
    Tags: { type: 'keyword' },
  },
};
