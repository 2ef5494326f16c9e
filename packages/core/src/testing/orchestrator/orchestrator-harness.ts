import type { ExportSteps, Orchestrator } from '../../contracts/index.ts';
import type { ContractHarness, NoCapabilities } from '../contract-case.ts';

/** One isolated orchestrator for one case. `tearDown` stops whatever still runs. */
export interface OrchestratorFixture {
  /**
   * An orchestrator that calls these steps. The suite hands the same ones to `start`; one that calls them from elsewhere
   * (a state machine) is to be wired to them here. Its pauses between two tries should be short.
   */
  connect(steps: ExportSteps): Orchestrator;
  /** How long a case waits for what must happen, in milliseconds. @default 10_000 */
  readonly patienceMs?: number | undefined;
}

/**
 * How the suite gets at an orchestrator. @see ContractHarness for its duties.
 *
 * @typeParam Fixture The fixture with whatever else `tearDown` needs.
 */
export interface OrchestratorHarness<Fixture extends OrchestratorFixture = OrchestratorFixture>
  extends ContractHarness<Fixture, NoCapabilities> {}
