/** Amazon S3 for the export engine: a sink with presigned links, and a store for the records. @module */
export type { BucketOptions } from './s3/bucket-options.ts';
export { type S3Sink, type S3SinkOptions, s3Sink } from './s3-sink.ts';
export { type S3StoreOptions, s3Store } from './s3-store.ts';
export type { ObjectOptions } from './sink/object-options.ts';
