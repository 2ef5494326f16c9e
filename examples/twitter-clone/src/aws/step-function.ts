import type { StepHandler } from '@export-engine/runtime-lambda';
import { createStepFunction } from './functions/create-step-function.ts';
import { lazyHandler } from './lazy-handler.ts';

export const handler: StepHandler = lazyHandler(() => createStepFunction(process.env));
