export { type NdjsonOptions, ndjson } from './ndjson.ts';
