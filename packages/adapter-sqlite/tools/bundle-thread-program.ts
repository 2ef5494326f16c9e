/** Bundles the thread's program into the text that the package starts threads with. Run by `npm run build:thread`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
// biome-ignore lint/correctness/noUndeclaredDependencies: like all tools, it belongs to the whole repository
import { build } from 'esbuild';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const sources = join(packageFolder, 'src/thread');

/** The content of `src/thread/program.generated.ts`. */
export async function bundleThreadProgram(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: [
        "import { parentPort, workerData } from 'node:worker_threads';",
        "import { runTask } from './program/run-task.ts';",
        'parentPort.postMessage(runTask(workerData));',
      ].join('\n'),
      resolveDir: sources,
    },
    absWorkingDir: packageFolder,
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    charset: 'utf8',
    legalComments: 'none',
  });
  const program = (outputFiles[0]?.text ?? '').replace(/[\\`]|\$\{/g, '\\$&');
  return `// Made by "npm run build:thread" of the sources in program/; not to be edited.\nexport const threadProgram: string = \`${program}\`;\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(join(sources, 'program.generated.ts'), await bundleThreadProgram());
}
