import { storeContract } from '@export-engine/core/testing';
import { brokenStops } from './store/broken-stops.ts';
import { brokenValues } from './store/broken-values.ts';
import { brokenWrites } from './store/broken-writes.ts';
import { registerBroken } from './support/register-broken.ts';

registerBroken(storeContract, [...brokenWrites, ...brokenValues, ...brokenStops]);
