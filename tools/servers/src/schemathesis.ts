import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './command.ts';
import { missingPython, pythonVenv } from './python-venv.ts';
import type { MissingServer } from './server-descriptions.ts';

const SCHEMATHESIS_VERSION = '4.32.5';

/** Schemathesis with everything it needs, so that a later release of one of them changes no test. */
const REQUIREMENTS = [
  `schemathesis==${SCHEMATHESIS_VERSION}`,
  'anyio==4.16.0',
  'certifi==2026.10.19.post1',
  'charset-normalizer==3.5.2',
  'click==8.5.1',
  'graphql-core==3.3.2',
  'harfile==0.6.0',
  'hypothesis==6.170.17',
  'hypothesis-graphql==0.13.5',
  'idna==3.20',
  'iniconfig==2.3.1',
  'jsonschema-rs==0.60.3',
  'markdown-it-py==4.3.0',
  'MarkupSafe==3.0.4',
  'mdurl==0.1.2',
  'packaging==26.3',
  'pluggy==1.7.0',
  'Pygments==2.21.0',
  'pyrate-limiter==4.5.1',
  'pytest==9.2.0',
  'PyYAML==6.0.4',
  'requests==2.34.2',
  'rich==15.0.0',
  'sortedcontainers==2.4.0',
  'typing_extensions==4.16.0',
  'urllib3==2.8.0',
  'Werkzeug==3.1.9',
];

export interface SchemathesisOptions {
  /** Where the running server serves its OpenAPI document. */
  readonly documentUrl: string;
  /** Sent with every request: `Authorization: Bearer …`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Only these operations. @default all */
  readonly operationIds?: readonly string[] | undefined;
  /** Checks that don't fit the API; all others are on. */
  readonly withoutChecks?: readonly string[] | undefined;
  /** Requests made up for each operation and phase. @default 50 */
  readonly maxExamples?: number | undefined;
}

/** Makes up requests from an OpenAPI document, right and wrong ones, and holds the answers against it. */
export interface Schemathesis {
  /**
   * @returns what it printed
   * @throws Error with the report when an answer is not what the document says
   */
  readonly run: (options: SchemathesisOptions) => Promise<string>;
}

/**
 * Schemathesis, installed from PyPI at the first call; or why it can't be had here, and how to get it.
 *
 * @example
 * ```ts
 * const schemathesis = await findSchemathesis();
 * if (!isMissing(schemathesis)) await schemathesis.run({ documentUrl: `${server.url}/openapi.json` });
 * ```
 */
export async function findSchemathesis(): Promise<Schemathesis | MissingServer> {
  const name = `Schemathesis ${SCHEMATHESIS_VERSION}`;
  const lacking = await missingPython(name);
  if (lacking !== undefined) return { missing: lacking };
  try {
    const { bin } = await pythonVenv('schemathesis', REQUIREMENTS);
    return { run: (options) => run(bin('schemathesis'), options) };
  } catch (error) {
    return { missing: `${name} could not be installed: ${(error as Error).message}` };
  }
}

/** In a folder of its own: it leaves files beside itself. Without chance, so that a failure comes again. */
async function run(program: string, options: SchemathesisOptions): Promise<string> {
  const { documentUrl, headers = {}, operationIds = [], withoutChecks = [], maxExamples = 50 } = options;
  const cwd = await mkdtemp(join(tmpdir(), 'export-engine-schemathesis-'));
  try {
    return await runCommand(
      program,
      [
        ...['run', documentUrl, '--checks=all', '--continue-on-failure', '--no-color', '--generation-deterministic'],
        `--max-examples=${maxExamples}`,
        ...operationIds.map((id) => `--include-operation-id=${id}`),
        ...withoutChecks.map((check) => `--exclude-checks=${check}`),
        ...Object.entries(headers).flatMap(([header, value]) => ['--header', `${header}: ${value}`]),
      ],
      { cwd },
    );
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}
