import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const subjects = [
  new URL('../subjects/engine.ts', import.meta.url),
  new URL('../subjects/drain.ts', import.meta.url),
  new URL('../subjects/script.ts', import.meta.url),
  new URL('../subjects/elasticdump.ts', import.meta.url),
];
/** Inside this package, so that Node finds the dependencies from there. */
const target = fileURLToPath(new URL('../../dist/', import.meta.url));

/**
 * Builds the measured programs as the packages themselves are built: our own code bundled as plain JavaScript, everything
 * else imported from node_modules. From the sources they would spend a part of their time on stripping types.
 *
 * @returns the folder they are in
 */
export async function buildSubjects(): Promise<string> {
  await build({
    entryPoints: subjects.map((url) => fileURLToPath(url)),
    outdir: target,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    conditions: ['@export-engine/source'],
    plugins: [
      {
        name: 'dependencies-stay-outside',
        setup({ onResolve }) {
          onResolve({ filter: /^[^.]/ }, ({ path, kind }) =>
            kind === 'entry-point' || path.startsWith('@export-engine/') ? undefined : { external: true },
          );
        },
      },
    ],
    logLevel: 'warning',
  });
  return target;
}
