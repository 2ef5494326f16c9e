import type { HttpHandler } from '@export-engine/runtime-lambda';
import { createHttpFunction } from './functions/create-http-function.ts';
import { lazyHandler } from './lazy-handler.ts';

export const handler: HttpHandler = lazyHandler(() => createHttpFunction(process.env));
