import { orchestratorContract } from '@export-engine/core/testing';
import { brokenDrives } from './orchestrator/broken-drives.ts';
import { brokenStarts } from './orchestrator/broken-starts.ts';
import { registerBroken } from './support/register-broken.ts';

// Some cases measure pauses, so they get the room to.
registerBroken(orchestratorContract, [...brokenDrives, ...brokenStarts], { atOnce: 5 });
