import type { MemorySourceOptions, Page, RowBatch, Source, SourceCapabilities } from '@export-engine/core';
import type { SourceFixture } from '@export-engine/core/testing';
import type { Broken } from '../support/register-broken.ts';
import { type Break, memorySourceHarness } from './memory-source-harness.ts';

export type BrokenSource = Broken<SourceFixture, SourceCapabilities>;

/** A memory source with one fault. */
export function brokenSource(
  fault: string,
  fails: readonly string[],
  breakIt: Break,
  options: MemorySourceOptions = {},
): BrokenSource {
  return { fault, fails, harness: memorySourceHarness(options, breakIt) };
}

/** A `read` that changes each page of a good one. */
export function changingPages(source: Source, change: (page: Page) => Page): Source['read'] {
  return async function* (...inputs) {
    for await (const page of source.read(...inputs)) yield change(page);
  };
}

export function documentsIn(batch: RowBatch): readonly object[] {
  return batch.kind === 'documents' ? batch.documents : JSON.parse(new TextDecoder().decode(batch.bytes));
}
