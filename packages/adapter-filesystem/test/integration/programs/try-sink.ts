/** Stores a part under whatever limits this process has. Prints how that ended, as JSON. */
import { closeSync, openSync } from 'node:fs';
import { ExportEngineError } from '@export-engine/core';
import { filesystemSink } from '../../../src/index.ts';
import { sampleParts, sampleTarget } from '../support/sample.ts';

interface Input {
  readonly folder: string;
  /** Whether to open files until the system refuses more. */
  readonly hasTooManyFiles?: boolean;
}

const { folder, hasTooManyFiles = false } = JSON.parse(process.argv[2] ?? '') as Input;
const sink = filesystemSink({ folder });
const options = { signal: new AbortController().signal };
const [part = { number: 1, bytes: Buffer.of(), crc32: 0 }] = sampleParts(1);

async function attempt(): Promise<object> {
  try {
    const upload = await sink.begin(sampleTarget(1), options);
    await sink.writePart(upload, part, options);
    return { code: null };
  } catch (error) {
    if (!ExportEngineError.isInstance(error)) throw error;
    return { code: error.code, isRetryable: error.isRetryable, errno: error.details['errno'] };
  }
}

const outcomes: object[] = [];
const files: number[] = [];
if (hasTooManyFiles) {
  // What is loaded at the first use is loaded before.
  await attempt();
  try {
    for (;;) files.push(openSync('/dev/null', 'r'));
  } catch {
    outcomes.push(await attempt());
  }
}
for (const file of files) closeSync(file);
outcomes.push(await attempt());
console.log(JSON.stringify(outcomes));
