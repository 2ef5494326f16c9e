import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProgramName, Scenario } from '../plan/scenario.ts';
import { elasticsearchVersion } from '../servers/bench-servers.ts';
import { installElasticdump, installPython } from '../servers/installed-peers.ts';
import type { Job } from '../subjects/job.ts';
import { buildSubjects } from './build-subjects.ts';

/** The command line that does a job. */
export type CommandFor = (program: ProgramName, job: Job) => readonly [string, ...string[]];

const pythonScript = fileURLToPath(new URL('../subjects/scan_to_csv.py', import.meta.url));

/** Builds our programs, and installs the others as far as the scenarios need them. */
export async function prepareCommands(
  scenarios: readonly Scenario[],
  report: (line: string) => void,
): Promise<CommandFor> {
  const needed = new Set(scenarios.flatMap(({ cases }) => cases.map(({ program }) => program)));
  const folder = await buildSubjects();
  const elasticdump = needed.has('elasticdump') ? await installElasticdump(report) : '';
  const python = needed.has('scan-to-csv') ? await installPython(report) : '';

  return (program, job) => {
    const jobText = JSON.stringify(job);
    switch (program) {
      case 'engine':
      case 'drain':
      case 'script':
        return [process.execPath, join(folder, `${program}.mjs`), jobText];
      case 'elasticdump': {
        const settings = JSON.stringify({ folder: elasticdump, elasticsearchVersion });
        return [process.execPath, join(folder, 'elasticdump.mjs'), jobText, settings];
      }
      case 'scan-to-csv':
        return [python, pythonScript, jobText];
    }
  };
}
