import type { SweepHandler } from '@export-engine/runtime-lambda';
import { createSweepFunction } from './functions/create-sweep-function.ts';
import { lazyHandler } from './lazy-handler.ts';

export const handler: SweepHandler = lazyHandler(() => createSweepFunction(process.env));
