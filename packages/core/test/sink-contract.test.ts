import { sinkContract } from '@export-engine/core/testing';
import { brokenAssemblies } from './sink/broken-assemblies.ts';
import { brokenCleanUps } from './sink/broken-clean-ups.ts';
import { brokenCompletions } from './sink/broken-completions.ts';
import { brokenLinks } from './sink/broken-links.ts';
import { brokenPuts } from './sink/broken-puts.ts';
import { brokenStops } from './sink/broken-stops.ts';
import { brokenUploads } from './sink/broken-uploads.ts';
import { registerBroken } from './support/register-broken.ts';

registerBroken(
  sinkContract,
  [
    ...brokenPuts,
    ...brokenUploads,
    ...brokenCompletions,
    ...brokenCleanUps,
    ...brokenLinks,
    ...brokenStops,
    ...brokenAssemblies,
  ],
  { atOnce: 20 },
);
