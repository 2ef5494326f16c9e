import { checkOptions, ExportEngineError, oneOf, string } from '@export-engine/core';
import type { ClientFrame } from './frames.ts';

/** Longest frame a client may send, in bytes: a ticket for an owner of 256 characters of any script fits. */
export const maxClientFrameBytes = 4096;

/** @throws ExportEngineError `EXPORT_OPTIONS_INVALID`; the message repeats nothing of a ticket */
export function parseClientFrame(text: string): ClientFrame {
  const frame = parseJson(text);
  const action = (frame as { readonly action?: unknown } | null)?.action;
  if (action === 'ping') {
    checkOptions<ClientFrame & { action: 'ping' }>('ping frame', frame, { action: oneOf(['ping']) });
    return frame;
  }
  if (action === 'subscribe') {
    checkOptions<ClientFrame & { action: 'subscribe' }>('subscribe frame', frame, {
      action: oneOf(['subscribe']),
      ticket: string({ max: maxClientFrameBytes }),
    });
    return frame;
  }
  throw invalid('A frame is an object whose action is "subscribe" or "ping".');
}

function parseJson(text: string): unknown {
  if (Buffer.byteLength(text) > maxClientFrameBytes) throw invalid(`A frame has at most ${maxClientFrameBytes} bytes.`);
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('A frame is JSON.');
  }
}

function invalid(message: string): ExportEngineError {
  return new ExportEngineError('EXPORT_OPTIONS_INVALID', message);
}
