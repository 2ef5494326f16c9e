// Compiles every ```ts block of every *.md file, and of every doc comment in packages/*/src, against the sources.
// Each block becomes a module of its own in .tsbuild/snippets, padded so that its line numbers are those of the page.
// Use ```text for a sketch that is not meant to compile.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = `${root}.tsbuild/snippets`;

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
const pages = listFiles(['*.md', 'packages/*/src/**/*.ts', ':!*.test.ts', ':!*.test-d.ts']);
const count = pages.flatMap((page) => snippetsOf(page).map((snippet) => writeSnippet(page, snippet))).length;
if (count > 0) process.exitCode = compile();
console.log(`${count} snippets in ${pages.length} files ${process.exitCode ? 'do not all compile' : 'compile'}.`);

/** Tracked files and new ones, never ignored ones. */
function listFiles(patterns) {
  const flags = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', '--', ...patterns];
  const { status, stdout, stderr } = spawnSync('git', flags, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ls-files failed: ${stderr}`);
  return stdout.split('\n').filter((name) => name !== '' && existsSync(`${root}${name}`));
}

function snippetsOf(page) {
  const text = readFileSync(`${root}${page}`, 'utf8');
  const snippets = [];
  let open;
  for (const [index, line] of (page.endsWith('.md') ? text : docCommentsOf(text)).split('\n').entries()) {
    if (open === undefined) {
      const fence = /^(\s*)(`{3,})(\S*)/.exec(line);
      if (fence) open = { indent: fence[1].length, fence: fence[2], language: fence[3], line: index + 1, code: [] };
    } else if (line.trim() === open.fence) {
      if (open.language === 'ts') snippets.push(open);
      open = undefined;
    } else {
      open.code.push(line.slice(open.indent));
    }
  }
  if (open) throw new Error(`${page}:${open.line}: this code block is never closed.`);
  return snippets;
}

/** The text without its code and without the stars of the comments, line by line. */
function docCommentsOf(text) {
  return text.replaceAll(/^.*$/gm, (line) => /^\s*\* ?(.*)$/.exec(line)?.[1] ?? '');
}

function writeSnippet(page, { line, code }) {
  const name = `${page.replaceAll('/', '__')}.L${line}.ts`;
  writeFileSync(`${target}/${name}`, `${'\n'.repeat(line)}${code.join('\n')}\nexport {};\n`);
  return name;
}

function compile() {
  const compilerOptions = {
    composite: false,
    incremental: false,
    declaration: false,
    declarationMap: false,
    emitDeclarationOnly: false,
    isolatedDeclarations: false,
    noEmit: true,
    noUnusedLocals: false,
    noUnusedParameters: false,
  };
  writeFileSync(
    `${target}/tsconfig.json`,
    JSON.stringify({ extends: '../../tsconfig.base.json', compilerOptions, include: ['*.ts'] }),
  );
  const tsc = `${root}node_modules/typescript/bin/tsc`;
  const { status, stdout } = spawnSync(process.execPath, [tsc, '--pretty', 'false', '-p', target], {
    cwd: target,
    encoding: 'utf8',
  });
  process.stdout.write(namePages(stdout));
  return status ?? 1;
}

/** "packages__core__README.md.L3.ts(8,18)" is line 8 of packages/core/README.md. */
function namePages(report) {
  return report.replaceAll(
    /^(\S+)\.L\d+\.ts\((\d+),(\d+)\)/gm,
    (_, page, line, column) => `${page.replaceAll('__', '/')}:${line}:${column}`,
  );
}
