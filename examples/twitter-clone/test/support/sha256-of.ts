import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

/** Of what a link opens. */
export async function sha256Of(link: string): Promise<string> {
  const { status, body } = await fetch(link);
  assert.equal(status, 200);
  assert.ok(body !== null);
  const hash = createHash('sha256');
  for await (const piece of body) hash.update(piece as Uint8Array);
  return hash.digest('hex');
}
