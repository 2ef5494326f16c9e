import type { WebSocketHandler } from '@export-engine/runtime-lambda';
import { createWebSocketFunction } from './functions/create-web-socket-function.ts';
import { lazyHandler } from './lazy-handler.ts';

export const handler: WebSocketHandler = lazyHandler(() => createWebSocketFunction(process.env));
