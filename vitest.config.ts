import { fileURLToPath } from 'node:url';
import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

const MINUTE_MS = 60_000;

/** `EXPORT_ENGINE_TEST_ROUTE=object`: pages of JSON become rows by way of row objects in every test. */
const forcedRoute = {
  find: /^.*\/csv-route\.ts$/,
  replacement: fileURLToPath(new URL('packages/core/test/support/object-csv-route.ts', import.meta.url)),
};
const isRouteForced = process.env['EXPORT_ENGINE_TEST_ROUTE'] === 'object';

export default defineConfig({
  // Tests run on the packages' sources, no build needed. Vite's own condition "module" would have Node load the AWS SDK's
  // files for bundlers, whose imports have no extensions.
  resolve: { alias: isRouteForced ? [forcedRoute] : [] },
  ssr: {
    resolve: { conditions: ['@export-engine/source', ...defaultServerConditions.filter((name) => name !== 'module')] },
  },
  test: {
    reporters: ['default', './tools/closing-line-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'tools/servers/src/**/*.test.ts', 'bench/src/**/*.test.ts'],
          typecheck: {
            enabled: true,
            include: ['packages/*/src/**/*.test-d.ts'],
            tsconfig: './tsconfig.typetest.json',
          },
        },
      },
      {
        extends: true,
        test: { name: 'contract', include: ['{packages,examples,tools}/*/test/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['{packages,examples,tools}/*/test/integration/**/*.test.ts'],
          globalSetup: ['./tools/servers/src/global-setup.ts'],
          testTimeout: 2 * MINUTE_MS,
          hookTimeout: 3 * MINUTE_MS,
          // A process per file, so that a test can measure its own memory; two at once leave the servers room to breathe.
          pool: 'forks',
          maxWorkers: 2,
          // After the fast projects, so that their failures show first and both run undisturbed.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
