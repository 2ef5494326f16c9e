import { notifierContract } from '@export-engine/core/testing';
import { brokenNotices } from './notifier/broken-notices.ts';
import { brokenStops } from './notifier/broken-stops.ts';
import { registerBroken } from './support/register-broken.ts';

registerBroken(notifierContract, [...brokenNotices, ...brokenStops]);
