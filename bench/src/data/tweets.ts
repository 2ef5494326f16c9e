import type { DataSet, Value } from './data-set.ts';
import { randomAt } from './random.ts';
import { indexOfSnowflake, snowflakeOf } from './snowflake.ts';
import { text } from './text.ts';
import { tag } from './words.ts';

const seed = 1;
const firstPostMs = Date.UTC(2021, 0, 1);
const fourYearsMs = 4 * 365 * 24 * 60 * 60 * 1000;

/** Short posts: four fields, one of them a long text, ids that JavaScript numbers can't hold. About 370 bytes a hit. */
export const tweets: DataSet = {
  columns: ['UserId', 'DateCreated', 'Content', 'Tags'],
  mappings: {
    dynamic: false,
    properties: {
      UserId: { type: 'long' },
      DateCreated: { type: 'date' },
      Content: { type: 'text' },
      Tags: { type: 'keyword' },
    },
  },
  valuesAt,
  jsonAt,
  indexOf: indexOfSnowflake,
};

function valuesAt(index: number): readonly Value[] {
  const random = randomAt(seed, index);
  const dateCreated = new Date(firstPostMs + random.below(fourYearsMs)).toISOString();
  const content = text(random, 30, 280);
  const tags = Array.from({ length: random.below(6) }, () => tag(random));
  // One in a hundred lacks each field.
  const [hasDate, hasContent, hasTags] = [!random.chance(0.01), !random.chance(0.01), !random.chance(0.01)];
  return [snowflakeOf(index), hasDate ? dateCreated : null, hasContent ? content : null, hasTags ? tags : null];
}

function jsonAt(index: number): string {
  const [userId, dateCreated, content, tags] = valuesAt(index);
  const rest = JSON.stringify({
    ...(dateCreated !== null && { DateCreated: dateCreated }),
    ...(content !== null && { Content: content }),
    // A missing array is sometimes written as null.
    Tags: tags,
  });
  return `{"UserId":${userId},${rest.slice(1)}`;
}
