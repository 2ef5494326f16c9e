/** Starts an export, or goes on with the one that a killed process left. Prints its status each time it changes. */
import { createExportEngine, inProcessOrchestrator } from '@export-engine/core';
import { filesystemSink, filesystemStore } from '../../../src/index.ts';
import { numberedSource } from '../support/numbered-source.ts';

const { folder, rows } = JSON.parse(process.argv[2] ?? '') as { readonly folder: string; readonly rows: number };
const engine = createExportEngine({
  source: numberedSource(),
  sink: filesystemSink({ folder }),
  store: filesystemStore({ folder }),
  orchestrator: inProcessOrchestrator(),
  partBytes: 64 * 1024,
  leaseSeconds: 1,
});
const owner = 'ada';

await engine.start({ owner, query: { rows }, idempotencyKey: 'the one export' });
await engine.resume();
const [started] = await engine.list({ owner });
for await (const status of engine.watch(started?.id ?? '', { owner, intervalMs: 100 })) {
  console.log(JSON.stringify(status));
}
