/** Push from this process, beside any `node:http` server. Needs `ws`. @module */
export type { WebSocketHubOptions } from './hub-options.ts';
export { type HubCloseOptions, type WebSocketHub, webSocketHub } from './web-socket-hub.ts';
