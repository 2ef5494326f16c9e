import type { CsvRoute } from '../../src/formats/csv/csv-route.ts';

/** Takes the place of `csv-route.ts` in a test run with `EXPORT_ENGINE_TEST_ROUTE=object`; see vitest.config.ts. */
export const preferredRoute: CsvRoute = 'object';
