import type { Orchestrator } from '@export-engine/core';
import type { OrchestratorFixture, OrchestratorHarness } from '@export-engine/core/testing';
import { createInProcessOrchestrator, type InProcessOrchestrator } from '../../src/orchestrators/in-process.ts';
import { systemClock } from '../../src/timing/clock.ts';

export interface InProcessFixture extends OrchestratorFixture {
  readonly orchestrators: readonly InProcessOrchestrator[];
}

export interface InProcessSettings {
  /** Replaces members of each instance: how a broken orchestrator is made of a good one. */
  readonly breakIt?: ((orchestrator: InProcessOrchestrator) => Partial<Orchestrator>) | undefined;
  readonly maxConcurrentExports?: number | undefined;
  readonly patienceMs?: number | undefined;
}

/** The real orchestrator on the real clock; chance is replaced so that its pauses are short. */
export function inProcessHarness(settings: InProcessSettings = {}): OrchestratorHarness<InProcessFixture> {
  const { breakIt = () => ({}), patienceMs, maxConcurrentExports } = settings;
  return {
    capabilities: {},
    async setUp() {
      const orchestrators: InProcessOrchestrator[] = [];
      return {
        patienceMs,
        orchestrators,
        connect() {
          const clock = { ...systemClock, random: () => 0.05 };
          const orchestrator = createInProcessOrchestrator({ maxConcurrentExports }, clock);
          orchestrators.push(orchestrator);
          return { ...orchestrator, ...breakIt(orchestrator) };
        },
      };
    },
    async tearDown({ orchestrators }) {
      await Promise.all(orchestrators.map((orchestrator) => orchestrator.close()));
    },
  };
}
