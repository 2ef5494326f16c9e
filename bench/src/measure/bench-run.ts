import type { BenchServers } from '../servers/bench-servers.ts';
import type { VerifyStoredFile } from '../verify/verify-stored-file.ts';
import type { CommandFor } from './commands.ts';

/** What all cases of one benchmark share. */
export interface BenchRun {
  readonly servers: BenchServers;
  readonly commandFor: CommandFor;
  readonly verify: VerifyStoredFile;
  /** For the measured programs' own files; emptied after each. */
  readonly folder: string;
  /** How often a disturbed run is repeated. */
  readonly repeats: number;
  /** Longest wait for a quiet machine before each run. */
  readonly patienceMs: number;
  readonly report: (line: string) => void;
  readonly signal: AbortSignal;
}
