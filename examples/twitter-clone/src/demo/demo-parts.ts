import type { JsonValue } from '@export-engine/core';
import type { TwitterCloneOptions } from '../api/create-twitter-clone.ts';
import type { ProgressOutput } from './progress-line.ts';

/** What the application is made of in this run, with its posts loaded. */
export interface DemoParts<Query extends JsonValue = JsonValue>
  extends Pick<TwitterCloneOptions<Query>, 'backend' | 'sink' | 'store' | 'files' | 'secret'> {
  /** Frees everything, and stops what was started. */
  readonly close: () => Promise<void>;
}

export interface DemoPartsOptions {
  readonly posts: number;
  readonly dataFolder: string;
  /** Address of the application, without a slash at its end. */
  readonly url: string;
  /** Where it tells what goes on. */
  readonly output: ProgressOutput;
  readonly signal: AbortSignal;
}
