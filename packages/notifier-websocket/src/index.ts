/**
 * Tells browsers at once that their export has ended: a notifier over websockets, with the tickets, the registry and the
 * messages around it. The transports have entries of their own: `./ws` and `./api-gateway`; the browser's end is
 * `./client`.
 *
 * @module
 */
export { type ConnectionRegistry, type ConnectionRegistryOptions, connectionRegistry } from './connection-registry.ts';
export type { ConnectionCallOptions, ConnectionTransport } from './connection-transport.ts';
export { type PushMessages, type PushMessagesOptions, pushMessages } from './push-messages.ts';
export {
  type IssueOptions,
  type PushTicket,
  type PushTickets,
  type PushTicketsOptions,
  pushTickets,
  type RedeemedTicket,
} from './push-tickets.ts';
export { type WebSocketNotifierOptions, webSocketNotifier } from './web-socket-notifier.ts';
export type { ClientFrame, EndedFrame, ErrorFrame, PongFrame, ServerFrame, StatusFrame } from './wire/frames.ts';
