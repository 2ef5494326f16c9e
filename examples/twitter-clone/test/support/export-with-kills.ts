import assert from 'node:assert/strict';
import type { ExportStatus } from '@export-engine/core';
import type { SeededRandom } from '../../src/data/seeded-random.ts';
import type { ExportJob } from './export-job.ts';
import { exportStatuses } from './export-statuses.ts';
import { type KillInstant, killWorker, runWorker } from './run-worker.ts';
import type { TestBucket } from './test-bucket.ts';

export interface KillPlan {
  /** Kills in all, at least. */
  readonly kills: number;
  /** Kills that find the export under way, with rows made durable since the kill before, at least. */
  readonly killsInBetween: number;
  /** A process lives 0 to this long. */
  readonly maxLifeMs: number;
  readonly random: SeededRandom;
}

/** One life in so many is counted from the start of the process, so that preparing and taking over are hit as well. */
const earlyLifeOneIn = 5;

/** Runs one export in many processes: each is killed at a random instant; the last one may end it. */
export async function exportWithKills(job: ExportJob, bucket: TestBucket, plan: KillPlan): Promise<ExportStatus> {
  let kills = 0;
  let killsInBetween = 0;
  let current: ExportStatus | undefined;
  const nextJob = (): ExportJob => ({ ...job, request: current === undefined ? job.request : undefined });

  while (kills < plan.kills || killsInBetween < plan.killsInBetween) {
    await killWorker(nextJob(), nextInstant(plan));
    kills += 1;
    const [status, ...others] = await exportStatuses(job, bucket);
    assert.equal(others.length, 0, 'A resumed export must not become another one.');
    assert.notEqual(status?.state, 'failed', status?.failure?.message);
    assert.notEqual(status?.state, 'completed', `It ended after ${kills} kills, ${killsInBetween} of them in between.`);
    if ((status?.progress.rows ?? 0) > (current?.progress.rows ?? 0)) killsInBetween += 1;
    current = status;
  }
  console.log(`${kills} kills, ${killsInBetween} in between, the last at ${current?.progress.rows} durable rows.`);
  return (await runWorker({ ...nextJob(), pageDelayMs: 0 })).status;
}

function nextInstant({ random, maxLifeMs }: KillPlan): KillInstant {
  const after = random.below(earlyLifeOneIn) === 0 ? 'ready' : 'reading';
  return { after, ms: random.below(maxLifeMs) };
}
