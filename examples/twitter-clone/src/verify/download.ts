import { createWriteStream } from 'node:fs';
import { get as getHttp, type IncomingMessage } from 'node:http';
import { get as getHttps } from 'node:https';
import { pipeline } from 'node:stream/promises';

/**
 * Downloads a link into a file.
 *
 * Not by `fetch`: with a server that closes the connection after its answer, as the demo's S3 server does, Node 24's
 * ends the whole process when the file is written slower than it arrives (nodejs/undici issue 5360).
 *
 * @throws Error when the answer is not 200 or ends too early; the signal's reason, as an AbortError.
 */
export async function download(url: string, path: string, signal: AbortSignal): Promise<void> {
  const answer = await open(url, signal);
  if (answer.statusCode !== 200) {
    answer.destroy();
    throw new Error(`The link answers with status ${answer.statusCode}.`);
  }
  await pipeline(answer, createWriteStream(path), { signal });
}

function open(url: string, signal: AbortSignal): Promise<IncomingMessage> {
  const get = url.startsWith('https:') ? getHttps : getHttp;
  return new Promise((resolve, reject) => {
    get(url, { signal }, resolve).once('error', reject);
  });
}
