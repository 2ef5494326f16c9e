/** `created → starting → ready → stopping → stopped`. */
export type ExportServerState = 'created' | 'starting' | 'ready' | 'stopping' | 'stopped';
