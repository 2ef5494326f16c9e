/** The settings that make a file readable for one kind of reader. */
export interface CsvDialect {
  readonly delimiter: string;
  readonly recordDelimiter: '\r\n' | '\n';
  readonly bom: boolean;
  readonly mediaType: string;
  readonly fileExtension: string;
}

const csvFile = { mediaType: 'text/csv; charset=utf-8', fileExtension: 'csv' } as const;

export type CsvDialectName = 'rfc4180' | 'excel' | 'excel-semicolon' | 'tsv';

/** Excel needs the byte-order mark to read UTF-8; where the comma is the decimal sign it splits at semicolons. */
export const csvDialects: Readonly<Record<CsvDialectName, CsvDialect>> = {
  rfc4180: { delimiter: ',', recordDelimiter: '\r\n', bom: false, ...csvFile },
  excel: { delimiter: ',', recordDelimiter: '\r\n', bom: true, ...csvFile },
  'excel-semicolon': { delimiter: ';', recordDelimiter: '\r\n', bom: true, ...csvFile },
  tsv: {
    delimiter: '\t',
    recordDelimiter: '\n',
    bom: false,
    mediaType: 'text/tab-separated-values; charset=utf-8',
    fileExtension: 'tsv',
  },
};
