// The seed's wire API, in exactly these shapes. Types only.

/** One condition of a search. A post has to meet all of them. */
export type WireCondition =
  /** Words, or a phrase in double quotes. All values together: 200 characters, 20 words. */
  | { readonly value: string }
  /** `2022-01-31` in UTC or an instant with its zone; both ends belong to the range. At most one in a search. */
  | { readonly dateRange: { readonly from?: string | undefined; readonly to?: string | undefined } };

/** Body of `POST /search`. */
export interface WireSearch {
  /** What is searched: there are posts only. */
  readonly type: 'Post';
  /** Results on one page, 1 to 100. @default 20 */
  readonly results?: number | undefined;
  /** 1 for the first; `results × page` may be 10,000 at most. @default 1 */
  readonly page?: number | undefined;
  /** Empty for all posts. Up to 20. */
  readonly search: readonly WireCondition[];
}

export interface WireResult {
  /** The post's id with all its digits. */
  readonly uuid: string;
  readonly Type: 'Post';
  readonly UserID: string;
  readonly DateCreated: string | null;
  readonly Content: string | null;
  readonly Tags: readonly string[] | null;
}

/** Answer of `POST /search`, also when it is refused: with the status 4xx, `Status: 'Error'` and no results. */
export interface WireSearchAnswer {
  readonly Status: 'Success' | 'Error';
  readonly ErrorMessage: string | null;
  /** Of all pages. An export of the same criteria has as many rows. */
  readonly TotalResults: number;
  /** On this page. */
  readonly ResultsCount: number;
  readonly Results: readonly WireResult[];
}

/** Body of `POST /download-request`. */
export interface WireDownload {
  /** `email` goes to the address of whoever is signed in. */
  readonly type: 'direct' | 'email' | 'push';
  /** As `search` of `POST /search`. */
  readonly searchCriteria: readonly WireCondition[];
}

export interface WireDownloadAnswer {
  /** The export, for `POST /report-status` and the websocket. */
  readonly executionArn: string;
  /** Opens the websocket for this one export, for a day, when it was asked for with `push`. A secret. */
  readonly taskToken: string;
}

/** Body of `POST /report-status`. */
export interface WireReport {
  readonly executionArn: string;
}

export interface WireReportAnswer {
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
  /** A fresh link that needs no session, once it has succeeded. A secret. */
  readonly reportURL: string | null;
}

/** What a client sends over the websocket. */
export interface WireOpenConnection extends WireDownloadAnswer {
  readonly action: 'OpenConnection';
}

/** What it is sent when the export has ended, or at once when it had; twice when both are at the same moment. */
export type WireConnectionAnswer =
  | { readonly reportURL: string }
  | { readonly Status: 'Error'; readonly ErrorMessage: string };
