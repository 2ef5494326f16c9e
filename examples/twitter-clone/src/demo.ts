// The Twitter clone on this machine: `npm run demo -- --help`.
import { enableCompileCache } from 'node:module';
import { runUntilInterrupted } from './demo/run-until-interrupted.ts';

// Halves the time that loading takes, from the second start on.
enableCompileCache();
const { runDemo } = await import('./demo/run-demo.ts');
await runUntilInterrupted(runDemo);
