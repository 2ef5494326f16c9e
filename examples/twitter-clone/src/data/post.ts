/** A post as it is stored. The names are those of the index. */
export interface Post {
  /** Unique. Larger than 2^53, as is `UserID`. */
  readonly PostID: bigint;
  readonly UserID: bigint;
  /** ISO 8601 in UTC, in whole seconds as Twitter has them, so that many posts share one. */
  readonly DateCreated?: string | null;
  readonly Content?: string | null;
  readonly Tags?: readonly string[] | null;
}

/** The columns of an export of posts, in their order. */
export const postColumns = ['PostID', 'UserID', 'DateCreated', 'Content', 'Tags'] as const;

/** A post as JSON on one line, with every digit of its ids: `JSON.stringify` refuses a bigint. */
export function postJson({ PostID, UserID, ...rest }: Post): string {
  const others = JSON.stringify(rest).slice(1);
  return `{"PostID":${PostID},"UserID":${UserID}${others === '}' ? '' : ','}${others}`;
}
