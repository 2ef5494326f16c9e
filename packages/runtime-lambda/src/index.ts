/**
 * The export engine on AWS: handlers for Lambda, an orchestrator on Step Functions, and the state machine as data.
 *
 * @module
 */
export {
  type ClientWaitCallOptions,
  type ClientWaits,
  type ClientWaitsOptions,
  clientWaits,
} from './client-waits/client-waits.ts';
export { type HttpHandler, type HttpHandlerOptions, httpHandler, type LambdaEnvironment } from './http/http-handler.ts';
export type { LambdaContext } from './lambda-context.ts';
export {
  type StepFunctionsOrchestratorOptions,
  stepFunctionsOrchestrator,
} from './orchestrator/step-functions-orchestrator.ts';
export type { ReportError } from './report-error.ts';
export { exportStateMachine } from './state-machine/export-state-machine.ts';
export type {
  ClientWaitOptions,
  PartitionOptions,
  StateMachineOptions,
} from './state-machine/state-machine-options.ts';
export type { StepAnswer } from './steps/step-answer.ts';
export type { StateMachineError, StepEvent, StepName } from './steps/step-event.ts';
export { type StepHandler, type StepHandlerOptions, stepHandler } from './steps/step-handler.ts';
export {
  type SweepAnswer,
  type Sweepable,
  type SweepHandler,
  type SweepHandlerOptions,
  sweepHandler,
} from './sweep/sweep-handler.ts';
export type { WebSocketAnswer, WebSocketEvent, WebSocketMessage } from './web-socket/web-socket-event.ts';
export {
  type WebSocketCallOptions,
  type WebSocketHandler,
  type WebSocketHandlerOptions,
  type WebSocketRoute,
  webSocketHandler,
} from './web-socket/web-socket-handler.ts';
