/** Completes a file, to be killed meanwhile. Says so before it begins. */
import { writeSync } from 'node:fs';
import type { CompleteOptions, PartReceipt, Upload } from '@export-engine/core';
import { filesystemSink } from '../../../src/index.ts';

interface Input extends Pick<CompleteOptions, 'expected'> {
  readonly folder: string;
  readonly upload: Upload;
  readonly receipts: readonly PartReceipt[];
}

const { folder, upload, receipts, expected } = JSON.parse(process.argv[2] ?? '') as Input;
const sink = filesystemSink({ folder });

writeSync(1, 'completing\n');
await sink.complete(upload, receipts, { expected, signal: new AbortController().signal });
