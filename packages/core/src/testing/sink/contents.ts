import assert from 'node:assert/strict';
import { crc32 } from '../../checksums/crc32.ts';
import type {
  CheckedBytes,
  CompleteOptions,
  Part,
  PartReceipt,
  SinkCapabilities,
  SinkTarget,
  StoredFile,
  Upload,
} from '../../contracts/index.ts';
import { throughJson } from '../support/json.ts';
import { liveSignal } from '../support/signals.ts';
import type { SinkFixture } from './sink-harness.ts';

/** An export's target; somebody else's has another token. */
export function targetOf(name: string, token = `token-of-${name}`): SinkTarget {
  return { key: `contract/${name}.csv`, mediaType: 'text/csv', fileName: `${name}.csv`, token };
}

/** Bytes that tell parts and files apart. */
export function bytesOf(length: number, mark: string): Uint8Array {
  return new Uint8Array(Buffer.alloc(length, `${mark};`));
}

export function checked(bytes: Uint8Array): CheckedBytes {
  return { bytes, crc32: crc32(bytes) };
}

export function partOf(number: number, bytes: Uint8Array): Part {
  return { number, ...checked(bytes) };
}

/** Parts of the sink's smallest size (or somewhat more, when that is tiny), the last one of seven bytes. */
export function partsOf(count: number, { minPartBytes }: SinkCapabilities, mark = 'part'): readonly Part[] {
  const length = Math.max(minPartBytes, 100);
  return Array.from({ length: count }, (_, index) =>
    partOf(index + 1, bytesOf(index === count - 1 ? 7 : length, `${mark} ${index + 1}`)),
  );
}

/** The parts end to end. */
export function joined(parts: readonly Part[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts.map((part) => part.bytes)));
}

/** Begins an upload in what could be another process. */
export async function begin(fixture: SinkFixture, target: SinkTarget): Promise<Upload> {
  return throughJson(await fixture.connect().begin(target, { signal: liveSignal() }));
}

/** Writes a part in what could be another process. */
export async function writePart(fixture: SinkFixture, upload: Upload, part: Part): Promise<PartReceipt> {
  return throughJson(await fixture.connect().writePart(upload, part, { signal: liveSignal() }));
}

/** Writes parts one after the other. */
export async function writeParts(
  fixture: SinkFixture,
  upload: Upload,
  parts: readonly Part[],
): Promise<readonly PartReceipt[]> {
  const receipts: PartReceipt[] = [];
  for (const part of parts) receipts.push(await writePart(fixture, upload, part));
  return receipts;
}

/** Completes an upload in what could be another process. */
export async function complete(
  fixture: SinkFixture,
  upload: Upload,
  receipts: readonly PartReceipt[],
  expected: CompleteOptions['expected'],
): Promise<StoredFile> {
  return throughJson(await fixture.connect().complete(upload, receipts, { expected, signal: liveSignal() }));
}

/** What `complete` is told to expect. */
export function expectedOf(parts: readonly Part[]): CompleteOptions['expected'] {
  const bytes = joined(parts);
  return { bytes: bytes.length, crc32: crc32(bytes) };
}

/** Asserts what the real backend holds under a key. */
export async function assertStored(fixture: SinkFixture, key: string, expected: Uint8Array): Promise<void> {
  const stored = await fixture.readFile(key);
  assert.ok(stored !== undefined, 'no file is stored');
  assert.equal(stored.length, expected.length, 'the stored file has another length');
  assert.ok(Buffer.compare(stored, expected) === 0, 'the stored file has other bytes');
}

/** Asserts that the real backend holds no file under a key. */
export async function assertNotStored(fixture: SinkFixture, key: string): Promise<void> {
  assert.equal((await fixture.readFile(key))?.length, undefined, 'a file is stored');
}
