import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import ts from 'typescript';
import { describe, it } from 'vitest';

const client = fileURLToPath(new URL('../src/client/index.ts', import.meta.url));
const maxGzippedBytes = 2500;

describe('the client in a browser', () => {
  it(`is one small file: less than ${maxGzippedBytes} bytes, minified and gzipped, and nothing but its own code`, async () => {
    const { outputFiles, metafile } = await bundle('esm');

    const inputs = Object.keys(metafile.inputs);
    assert.ok(inputs.every((input) => input.includes('notifier-websocket/src/') && !input.includes('node_modules')));
    assert.deepEqual(
      inputs.filter((input) => !input.includes('src/client/')),
      [],
    );
    const bytes = gzipSync(outputFiles[0]?.contents ?? '').length;
    assert.ok(bytes < maxGzippedBytes, `${bytes} bytes`);
  });

  it('needs nothing that a browser does not have', async () => {
    const { outputFiles } = await bundle('iife');
    const refused: string[] = [];
    class WebSocket {
      constructor(url: string) {
        refused.push(url);
        throw new Error('refused');
      }
    }
    const page = { setTimeout, clearTimeout, AbortController, queueMicrotask, WebSocket, client: undefined };

    runInNewContext(`${outputFiles[0]?.text}; globalThis.client = client;`, page);
    const { createExportWatcher } = page.client as unknown as typeof import('../src/client/index.ts');
    const ending = await new Promise((onEnded) => {
      createExportWatcher({
        exportId: 'export-1',
        webSocketUrl: 'wss://app.example/push',
        getTicket: async () => ({ ticket: 'once' }),
        fetchStatus: async (id) => ({
          ...{ id, state: 'completed', fileName: 'posts.csv', endedAt: '2026-01-02T03:04:05.678Z', failure: null },
          progress: { rows: 1, bytes: 10 },
        }),
        onEnded,
      });
    });

    assert.equal((ending as { state: string }).state, 'completed');
    assert.deepEqual(refused, ['wss://app.example/push']);
  });

  it("compiles in a project that knows the browser's types and none of Node's", () => {
    const page = fileURLToPath(new URL('page.ts', import.meta.url));
    const options: ts.CompilerOptions = {
      ...{ strict: true, noEmit: true, skipLibCheck: false, exactOptionalPropertyTypes: true, types: [] },
      ...{ target: ts.ScriptTarget.ES2022, lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'] },
      ...{ module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
      allowImportingTsExtensions: true,
    };
    const host = ts.createCompilerHost(options);
    const { getSourceFile, fileExists, readFile } = host;
    host.fileExists = (name) => name === page || fileExists.call(host, name);
    host.readFile = (name) => (name === page ? usesTheClient : readFile.call(host, name));
    host.getSourceFile = (name, ...rest) =>
      name === page
        ? ts.createSourceFile(name, usesTheClient, ts.ScriptTarget.ES2022)
        : getSourceFile.call(host, name, ...rest);

    const program = ts.createProgram([page], options, host);
    const problems = ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));

    assert.deepEqual(problems, []);
  }, 60_000);
});

const usesTheClient = `
import { createExportWatcher, type WatchedExport } from '../src/client/index.ts';

interface Status extends WatchedExport { readonly label: string | null }
declare function call<Answer>(path: string, signal: AbortSignal): Promise<Answer>;

export const watcher = createExportWatcher({
  exportId: 'export-1',
  webSocketUrl: 'wss://app.example/push',
  WebSocket,
  fetchStatus: (id, { signal }) => call<Status>(id, signal),
  getTicket: (id, { signal }) => call<{ ticket: string }>(id, signal),
  onStatus: ({ label }) => document.write(label ?? ''),
  onEnded: ({ fileUrl }) => location.assign(fileUrl ?? '/'),
});
`;

function bundle(format: 'esm' | 'iife') {
  return build({
    entryPoints: [client],
    ...{ bundle: true, minify: true, write: false, metafile: true, format, globalName: 'client' },
    ...{ platform: 'browser', target: 'es2022' },
  });
}
