import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { DeleteObjectCommand, GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ExpectedFile } from './check-file.ts';
import type { Verdict } from './verdict.ts';

const checker = fileURLToPath(new URL('check-file.ts', import.meta.url));

export interface StoredFileVerdict extends Verdict {
  /** Of the file as it is stored. */
  readonly fileBytes: number;
}

/** Checks a file in the bucket and removes it. */
export type VerifyStoredFile = (key: string, expected: ExpectedFile) => Promise<StoredFileVerdict>;

/**
 * Downloads what a case has stored and has another process compare it with the documents. Most runs of a case store the
 * same bytes again: those are checked once.
 *
 * @param folder for the downloaded file
 */
export function storedFileVerifier(client: S3Client, bucket: string, folder: string): VerifyStoredFile {
  const known = new Map<string, Verdict>();

  return async (key, expected) => {
    const path = join(folder, 'stored-file');
    const { Body, ContentLength: fileBytes = 0 } = await client.send(
      new GetObjectCommand({ Bucket: bucket, Key: key }),
    );
    const hash = createHash('sha256').update(JSON.stringify(expected));
    await pipeline(Body as Readable, hashed, createWriteStream(path));
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    const digest = hash.digest('hex');
    const verdict = known.get(digest) ?? (await check(path, expected));
    known.set(digest, verdict);
    await rm(path);
    return { ...verdict, fileBytes };

    async function* hashed(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const chunk of chunks) {
        hash.update(chunk);
        yield chunk;
      }
    }
  };
}

async function check(path: string, expected: ExpectedFile): Promise<Verdict> {
  const { stdout } = await promisify(execFile)(process.execPath, [checker, path, JSON.stringify(expected)]);
  return JSON.parse(stdout) as Verdict;
}
