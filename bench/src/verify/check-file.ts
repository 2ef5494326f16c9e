// Checks one CSV file: `node check-file.ts FILE '{"dataSet":"tweets","documents":1000,"copies":1,"rows":1000}'`. Prints a verdict.
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { dataSetOf, type IndexPlan } from '../data/indices.ts';
import { createRowChecker } from './row-checker.ts';

/** What a file should hold. JSON. */
export interface ExpectedFile extends Pick<IndexPlan, 'dataSet' | 'documents'> {
  readonly copies: number;
  readonly rows: number;
  readonly isCompressed: boolean;
}

const [, , path = '', expected = ''] = process.argv;
const { dataSet, isCompressed, ...counts } = JSON.parse(expected) as ExpectedFile;
const checker = createRowChecker({
  ...counts,
  dataSet: dataSetOf({ dataSet }),
  computed: { TagCount: ([, , , tags]) => (Array.isArray(tags) ? tags.length : 0) },
});
const parser = parse({ relax_column_count: true });
parser.on('readable', () => {
  for (let cells = parser.read() as string[] | null; cells !== null; cells = parser.read() as string[] | null) {
    checker.check(cells);
  }
});
const file = createReadStream(path);
await new Promise((resolve, reject) => {
  const bytes = isCompressed ? file.pipe(createGunzip()).once('error', reject) : file;
  file.once('error', reject);
  bytes.pipe(parser).once('error', reject).once('end', resolve);
});
process.stdout.write(JSON.stringify(checker.verdict()));
