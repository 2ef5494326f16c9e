/** A stored value; `null` also for one that is not there. */
export type Value = string | number | bigint | boolean | readonly string[] | null;

/** Documents of one kind, any number of them, each made from its index alone. */
export interface DataSet {
  /** Dotted paths of all leaves; the first one identifies a document. */
  readonly columns: readonly [string, ...string[]];
  /** Of the index, as Elasticsearch takes them. */
  readonly mappings: object;
  /** The values of a document, in the columns' order. */
  readonly valuesAt: (index: number) => readonly Value[];
  /** The document as JSON text, as it is indexed. */
  readonly jsonAt: (index: number) => string;
  /** The document whose identifier this is, digit by digit; `undefined` when it is no document's. */
  readonly indexOf: (identifier: string) => number | undefined;
}
