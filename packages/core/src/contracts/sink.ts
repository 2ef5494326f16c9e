import type { JsonValue } from './json.ts';

/** Limits of the store behind a sink. */
export interface SinkCapabilities {
  /** Smallest size of every part but the last, in bytes. */
  readonly minPartBytes: number;
  /** Largest size of one part, in bytes. */
  readonly maxPartBytes: number;
  /** Largest number of parts of one file. */
  readonly maxParts: number;
  /** Largest file, in bytes. */
  readonly maxFileBytes: number;
  /** Longest life of a link, in seconds; 0 when the sink makes no links. */
  readonly maxLinkSeconds: number;
}

/** Where a file is to go. Fixed in the record at the start of the export. */
export interface SinkTarget {
  /** Unique for each export. */
  readonly key: string;
  readonly mediaType: string;
  /** Name for whoever saves the file; any Unicode text. */
  readonly fileName: string;
  /** Unguessable mark kept with the file, by which an export knows its own work again. */
  readonly token: string;
}

/** An upload under way. JSON; all the sink needs to go on with it in another process. */
export interface Upload {
  readonly target: SinkTarget;
  /** The sink's own data, for example an upload id. */
  readonly state: JsonValue;
}

/** Bytes with their CRC-32 (IEEE, as in gzip and S3), an unsigned 32-bit integer. */
export interface CheckedBytes {
  readonly bytes: Uint8Array;
  readonly crc32: number;
}

/** A run of whole rows. Numbers start at 1 without gaps. */
export interface Part extends CheckedBytes {
  readonly number: number;
}

/** Proof that a part is durable. JSON. */
export interface PartReceipt {
  readonly number: number;
  readonly bytes: number;
  readonly crc32: number;
  /** The sink's own data, for example an ETag. */
  readonly state: JsonValue;
}

/** The finished object. JSON. */
export interface StoredFile {
  readonly key: string;
  readonly bytes: number;
  /** CRC-32 of the whole file as the store reports it, when it does. */
  readonly crc32?: number | undefined;
  /** The sink's own data. */
  readonly state: JsonValue;
}

/** A finished file that becomes a run of another one's bytes. JSON. */
export interface Segment {
  readonly file: StoredFile;
  /** The parts it was made of, in order: where it can be cut, with the CRC-32 of each piece. One piece if it was `put`. */
  readonly pieces: readonly CheckedLength[];
}

/** Length and CRC-32 of bytes that are somewhere else. */
export interface CheckedLength {
  readonly bytes: number;
  readonly crc32: number;
}

/** A short-lived address of a file. A secret: never log it. */
export interface Link {
  readonly url: string;
  /** The true instant, ISO 8601 in UTC: a link signed with temporary credentials dies with them. */
  readonly expiresAt: string;
}

export interface SinkCallOptions {
  /** Aborting rejects with `signal.reason` unchanged, after clean-up. */
  readonly signal: AbortSignal;
}

export interface CompleteOptions extends SinkCallOptions {
  /** What the finished file must be: the sink compares, and fails rather than store anything else. */
  readonly expected: CheckedLength;
}

export interface AbortOptions extends SinkCallOptions {
  /** The upload, when it is known. Uploads of the same target that were begun and never recorded are found without it. */
  readonly upload?: Upload | undefined;
}

export interface LinkOptions extends SinkCallOptions {
  /** Wanted life in seconds, at least 1; capped by the sink's capability and by its credentials. */
  readonly expiresInSeconds: number;
  /** Name the browser saves the file under. */
  readonly fileName: string;
}

/**
 * Where parts go. Stateless over JSON; each call can be repeated after a lost answer, by any process.
 */
export interface Sink {
  readonly specVersion: 1;
  readonly name: string;
  readonly capabilities: SinkCapabilities;
  /**
   * Begins an upload. One of the same target that is already open is taken up, never aborted: its worker may have died
   * before recording it, or may be alive and ahead of this one.
   */
  begin(target: SinkTarget, options: SinkCallOptions): Promise<Upload>;
  /** Stores a part durably. Idempotent per number: the same bytes again are fine, the last write counts. */
  writePart(upload: Upload, part: Part, options: SinkCallOptions): Promise<PartReceipt>;
  /**
   * Makes the parts one file. Idempotent, also when an earlier answer was lost. Another upload of the same target (two
   * workers can begin at the same instant) is left to `abort`, which the engine calls after every ending.
   *
   * @throws ExportEngineError `EXPORT_SINK_CONFLICT` when the key holds somebody else's file or the parts are not what
   * the receipts say.
   */
  complete(upload: Upload, receipts: readonly PartReceipt[], options: CompleteOptions): Promise<StoredFile>;
  /**
   * Joins files of this sink, in their order, into one file on the store's side: nothing but what is too small for a part of
   * its own comes through this process. The segments stay. Idempotent, also when an earlier answer was lost; a call that was
   * cut short is taken up by the next one. A sink without it has its partitions read one after the other.
   *
   * @throws ExportEngineError `EXPORT_SINK_CONFLICT` when the key holds somebody else's file, a segment is gone, or the
   * result is not the expected one; `EXPORT_SINK_LIMIT_EXCEEDED`
   */
  assemble?(target: SinkTarget, segments: readonly Segment[], options: CompleteOptions): Promise<StoredFile>;
  /** Stores a whole file in one call, for files smaller than one part, empty ones included. Idempotent. */
  put(target: SinkTarget, content: CheckedBytes, options: SinkCallOptions): Promise<StoredFile>;
  /**
   * Removes every upload of this target with its parts, known or not; a finished file stays. Idempotent; resolves only
   * when the remote clean-up is done and verified.
   */
  abort(target: SinkTarget, options: AbortOptions): Promise<void>;
  /**
   * Removes the finished file of this target, if the key holds one that carries the target's token; somebody else's file
   * stays. Idempotent; resolves only when it is gone.
   */
  remove(target: SinkTarget, options: SinkCallOptions): Promise<void>;
  /** A fresh short-lived link. @throws ExportEngineError `EXPORT_NOT_FOUND` when the file is gone. */
  link(file: StoredFile, options: LinkOptions): Promise<Link>;
}
