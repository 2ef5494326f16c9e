// Compiles the kernel of the raw route from AssemblyScript into src/formats/csv/raw/kernel/kernel.generated.ts:
// "npm run kernel". With --check it writes nothing, and fails when the file is not what the sources give.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { main as compile } from 'assemblyscript/asc';

const generated = new URL('../src/formats/csv/raw/kernel/kernel.generated.ts', import.meta.url);
const flags = [
  ['--baseDir', fileURLToPath(new URL('.', import.meta.url))],
  // What the set-up makes is never freed.
  ['--runtime', 'stub'],
  // In WebAssembly's pages of 64 KiB: 256 MiB.
  ['--maximumMemory', '4096'],
  ['--enable', 'simd'],
  ['--optimizeLevel', '3'],
  ['--converge'],
  ['--noAssert'],
  ['--uncheckedBehavior', 'always'],
  // Nothing is left that could call it.
  ['--use', 'abort='],
];

let wasm;
const { error, stderr } = await compile(['index.ts', '--outFile', 'kernel.wasm', ...flags.flat()], {
  writeFile: (_name, contents) => {
    wasm = contents;
  },
});
if (error !== null) {
  console.error(stderr.toString());
  throw error;
}

const source = `// Made by "npm run kernel" from packages/core/kernel.
export const kernelBase64: string =
  '${Buffer.from(wasm).toString('base64')}';
`;
if (!process.argv.includes('--check')) writeFileSync(generated, source);
else if (readFileSync(generated, 'utf8') !== source) {
  console.error(`${fileURLToPath(generated)} is not what packages/core/kernel gives. Run "npm run kernel".`);
  process.exitCode = 1;
} else console.log('kernel.generated.ts is current.');
