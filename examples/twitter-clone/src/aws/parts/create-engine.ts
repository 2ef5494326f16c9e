import { createExportEngine, type ExportEngine, type Notifier, type Orchestrator } from '@export-engine/core';
import { webSocketNotifier } from '@export-engine/notifier-websocket';
import { keptSeconds } from '../../api/application.ts';
import { secretFor } from '../../api/secrets.ts';
import { wireNotifier } from '../../api/wire/wire-notifier.ts';
import type { EngineParts } from './engine-parts.ts';
import { fileUrl } from './file-url.ts';

export interface EngineExtras {
  /** Tells by e-mail: for functions that may tell of an ending. */
  readonly mail?: Notifier | undefined;
  /** For the function that starts exports; the others are called by it. */
  readonly orchestrator?: Orchestrator | undefined;
}

/** The engine, as all functions have it, so that what one of them leaves another goes on with. */
export function createEngine(parts: EngineParts, { mail, orchestrator }: EngineExtras = {}): ExportEngine {
  const { secret, applicationUrl, backend, sink, store, transport, connections } = parts;
  const engine: ExportEngine = createExportEngine({
    source: backend.source,
    sink,
    store,
    orchestrator,
    notifiers: [
      ...(mail === undefined ? [] : [mail]),
      webSocketNotifier({ connections: connections.push, transport }),
      wireNotifier({ connections: connections.wire, transport, link: (...call) => engine.link(...call) }),
    ],
    fileUrl: (exportId, { token }) => fileUrl(applicationUrl, exportId, token),
    fileAccess: { secret: secretFor('file access', secret), expiresInSeconds: keptSeconds },
  });
  return engine;
}
