import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { csv } from './csv.ts';
import type { CsvOptions } from './csv-options.ts';

/** Another value than the default for each option: a new option does not compile before it is added here. */
const changed: { readonly [Key in keyof Required<CsvOptions>]: NonNullable<CsvOptions[Key]> } = {
  dialect: 'excel',
  delimiter: ';',
  recordDelimiter: '\n',
  bom: true,
  header: false,
  nullText: 'NULL',
  booleans: { true: '1', false: '0' },
  arrays: 'json',
  arraySeparator: '|',
  dateFormat: 'yyyy',
  timeZone: 'UTC',
  formulaGuard: 'none',
};

describe('csv fingerprint', () => {
  it('is JSON and names the version of the bytes', () => {
    const { fingerprint } = csv();

    assert.deepEqual(JSON.parse(JSON.stringify(fingerprint)), fingerprint);
    assert.equal(fingerprint['version'], 1);
  });

  it.each(Object.entries(changed))('changes with %s', (option, value) => {
    assert.notDeepEqual(csv({ [option]: value }).fingerprint, csv().fingerprint);
  });

  it('is the same for the same bytes, whichever way they are asked for', () => {
    assert.deepEqual(
      csv({ dialect: 'rfc4180', delimiter: ';', bom: true }).fingerprint,
      csv({ dialect: 'excel-semicolon' }).fingerprint,
    );
  });
});

describe('csv', () => {
  it('refuses an unknown option and options that are no object', () => {
    assert.throws(() => csv({ delimeter: ';' } as CsvOptions), {
      code: 'EXPORT_OPTIONS_INVALID',
      message: /csv\(\): unknown option "delimeter". Allowed: dialect, delimiter/,
    });
    assert.throws(() => csv(null as unknown as CsvOptions), { code: 'EXPORT_OPTIONS_INVALID' });
  });
});
