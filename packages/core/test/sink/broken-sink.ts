import {
  ExportEngineError,
  type MemorySinkBackend,
  type MemoryUpload,
  type SinkCapabilities,
  type Upload,
} from '@export-engine/core';
import type { SinkDeclaration, SinkFixture } from '@export-engine/core/testing';
import type { Broken } from '../support/register-broken.ts';
import { type Break, memorySinkHarness, tinyLimits } from './memory-sink-harness.ts';

export type BrokenSink = Broken<SinkFixture, SinkDeclaration>;

/** A memory sink with one fault. Without `assemble`, so that the fault shows in its own cases only. */
export function brokenSink(
  fault: string,
  fails: readonly string[],
  breakIt: Break,
  limits: Partial<SinkCapabilities> = tinyLimits,
): BrokenSink {
  return { fault, fails, harness: memorySinkHarness(limits, breakIt, { assembles: false }) };
}

export function idOf(upload: Upload): string {
  return (upload.state as { id: string }).id;
}

export function storedUpload(backend: MemorySinkBackend, upload: Upload): MemoryUpload | undefined {
  return backend.uploads.get(idOf(upload));
}

export function conflict(): ExportEngineError {
  return new ExportEngineError('EXPORT_SINK_CONFLICT', 'broken on purpose');
}
