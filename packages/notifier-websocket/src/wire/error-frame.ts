import { ExportEngineError } from '@export-engine/core';
import type { ErrorFrame } from './frames.ts';

const clientsFaults: readonly string[] = ['EXPORT_OPTIONS_INVALID', 'EXPORT_NOT_FOUND', 'EXPORT_STATE_INVALID'];

/** Whether an error says something about the frame, not about this side. */
export function isClientsFault(error: unknown): error is ExportEngineError {
  return ExportEngineError.isInstance(error) && clientsFaults.includes(error.code);
}

/** An error for the other end, which is told what it did wrong, and about this side no more than a code. */
export function errorFrameOf(error: unknown): ErrorFrame {
  if (isClientsFault(error)) return { type: 'error', code: error.code, message: error.message };
  const code = ExportEngineError.isInstance(error) ? error.code : 'EXPORT_UNEXPECTED';
  return { type: 'error', code, message: 'The server could not serve this frame.' };
}
