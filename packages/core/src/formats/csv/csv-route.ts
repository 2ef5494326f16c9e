/** How pages of JSON become rows: from bytes where that can be, or always by way of row objects. */
export type CsvRoute = 'raw' | 'object';

/** A module of its own, for the test run that puts the object route in its place (`EXPORT_ENGINE_TEST_ROUTE=object`). */
export const preferredRoute: CsvRoute = 'raw';
