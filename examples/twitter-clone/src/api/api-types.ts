// What the application's own routes take and answer, as types for the page and for tests. No Node, no values.

/** `GET /api/users`, `{ users }`: those who can sign in, on one machine. */
export interface User {
  /** `ada`; on AWS the user's id in the pool. */
  readonly user: string;
  /** For people. */
  readonly name: string;
  readonly email: string;
}

/** `POST /api/session` and `GET /api/session`. */
export interface Session extends User {
  /** For clients without cookies: `Authorization: Bearer <token>`. Only in the answer to `POST`. */
  readonly token?: string | undefined;
}

/** What is searched for; an empty string is as good as absent. */
export interface SearchInput {
  /**
   * Words that are all in the post's text, in any order; words in double quotes stand side by side. Up to 200 characters,
   * with at least one letter or digit.
   */
  readonly text?: string | undefined;
  /** `2022-01-31`, in UTC, or an instant such as `2022-01-31T12:00:00Z`. Posts of then and later. */
  readonly from?: string | undefined;
  /** The same. Posts of then and earlier; of a day, its last moment is meant. */
  readonly to?: string | undefined;
}

/** A post as a search finds it. A field that the post lacks is `null`. */
export interface FoundPost {
  /** All 19 digits: a number would lose some. */
  readonly PostID: string;
  readonly UserID: string;
  /** ISO 8601 in UTC. */
  readonly DateCreated: string | null;
  readonly Content: string | null;
  readonly Tags: readonly string[] | null;
}

/** `GET /api/posts`, the newest first. */
export interface PostsPage {
  /** All posts that are found, and so the rows of an export of the same search. */
  readonly total: number;
  /** 1 for the first. `page × pageSize` may be 10,000 at most. */
  readonly page: number;
  readonly pageSize: number;
  readonly posts: readonly FoundPost[];
}

/** How the requester learns of the ending. */
export type Telling = 'direct' | 'email' | 'push' | 'wire';

/** Body of `POST /api/exports`. */
export interface ExportInput {
  readonly search: SearchInput;
  /**
   * - `direct`: the page that asked follows the export itself.
   * - `email`: a mail to the address of whoever is signed in.
   * - `push`: a message to every websocket that has subscribed to the export.
   * - `wire`: as `push`, and a message to every websocket that was opened for it by the wire API.
   */
  readonly tell: Telling;
  /** @default 'csv' */
  readonly format?: 'csv' | 'ndjson' | undefined;
}

/** `GET /api/mailbox`, `{ mails }`: those to whoever is signed in, the newest first, 100 at most. */
export interface Mail {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  /** ISO 8601 in UTC. */
  readonly date: string;
  readonly text: string;
  readonly html: string | null;
}
