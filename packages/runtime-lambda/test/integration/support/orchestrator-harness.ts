import type { ExportSteps } from '@export-engine/core';
import type { OrchestratorFixture, OrchestratorHarness } from '@export-engine/core/testing';
import {
  exportStateMachine,
  type StepEvent,
  type StepHandler,
  stepFunctionsOrchestrator,
  stepHandler,
} from '../../../src/index.ts';
import { type AwsServer, type TestAws, testAws } from './aws.ts';
import { openRelay, type Relay } from './relay.ts';

interface StateMachineFixture extends OrchestratorFixture {
  readonly aws: TestAws;
  readonly relay: Relay;
}

/**
 * A state machine of its own for each case, with a function that hands every event on to this process: the contract's steps
 * are called by Step Functions, through Lambda, by the real handler.
 */
export function orchestratorHarness(server: AwsServer): OrchestratorHarness<StateMachineFixture> {
  return {
    capabilities: {},
    timeoutMs: 90_000,

    async setUp() {
      const aws = testAws(server);
      let handler: StepHandler;
      const relay = await openRelay(({ event, remainingMs }: { event: StepEvent; remainingMs: number }) =>
        handler(event, { getRemainingTimeInMillis: () => remainingMs }),
      );
      const stepFunctionArn = await aws.createFunction({ code: relayFunction, variables: { RELAY: relay.url } });
      const stateMachineArn = await aws.createMachine(exportStateMachine({ stepFunctionArn }));
      return {
        aws,
        relay,
        patienceMs: 60_000,
        connect(steps: ExportSteps) {
          handler = stepHandler({ engine: { steps } });
          return stepFunctionsOrchestrator({ client: aws.client, stateMachineArn });
        },
      };
    },

    async tearDown({ aws, relay }) {
      await aws.remove();
      await relay.close();
    },
  };
}

const relayFunction = `
export const handler = async (event, context) => {
  const remainingMs = context.getRemainingTimeInMillis();
  const response = await fetch(process.env.RELAY, { method: 'POST', body: JSON.stringify({ event, remainingMs }) });
  const { value, error } = await response.json();
  if (error) throw Object.assign(new Error(error.message), { name: error.name });
  return value;
};
`;
