// elasticdump's own command line program, run in this process, then an upload of its file, which it can't do itself for CSV.
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Upload } from '@aws-sdk/lib-storage';
import { s3ClientFor } from '../servers/s3-address.ts';
import type { Job } from './job.ts';
import { runJob } from './run-job.ts';

interface Program {
  /** Its package's folder. */
  readonly folder: string;
  readonly elasticsearchVersion: string;
}

runJob(async (job) => {
  const program = JSON.parse(process.argv[3] ?? '') as Program;
  const file = join(job.folder, 'elasticdump.csv');
  const load = createRequire(join(program.folder, 'package.json'));
  const dumped = new Promise<void>((resolve) => process.once('beforeExit', () => resolve()));
  let rows = 0;
  answerVersion(load('./lib/transports/__es__/_base.js'), program.elasticsearchVersion);
  countRows(load('./lib/transports/csv.js'), (count) => {
    rows += count;
  });
  process.argv = [process.argv[0] ?? '', 'elasticdump', ...commandLine(job, file)];
  load('./bin/elasticdump');
  await dumped;
  // It has set it when something went wrong.
  if (process.exitCode) throw new Error('elasticdump failed.');
  const params = { Bucket: job.s3.bucket, Key: job.key, Body: createReadStream(file) };
  await new Upload({ client: s3ClientFor(job.s3), params }).done();
  return { rows, key: job.key };
});

function commandLine({ elasticsearchUrl, indices, columns, limit, options }: Job, file: string): readonly string[] {
  return [
    `--input=${elasticsearchUrl}/${indices.join(',')}`,
    `--output=csv://${file}`,
    '--type=data',
    '--quiet',
    `--csvCustomHeaders=${columns.join(',')}`,
    ...(limit === undefined ? [] : [`--size=${limit}`]),
    ...(options.settings === 'best' ? ['--limit=10000', '--searchAfter', '--pit'] : []),
  ];
}

interface VersionAsker {
  ESversion: string;
  ESFullversion: string;
  ESDistribution: string;
  setSearchBody(): void;
}

/** The server's distribution for tests does not answer `GET /`, which elasticdump asks for the version. */
function answerVersion(transport: { prototype: object }, version: string): void {
  Object.assign(transport.prototype, {
    version(this: VersionAsker, _prefix: string, callback: () => void): void {
      if (!this.ESversion) {
        this.ESFullversion = version;
        this.ESversion = version.split('.')[0] ?? '';
        this.ESDistribution = 'elastic';
        this.setSearchBody();
      }
      callback();
    },
  });
}

function countRows({ csv }: { csv: { prototype: { set: Setter } } }, report: (count: number) => void): void {
  const { set } = csv.prototype;
  csv.prototype.set = function (this: unknown, data, ...rest) {
    report(data.length);
    return set.call(this, data, ...rest);
  };
}

type Setter = (this: unknown, data: readonly unknown[], ...rest: unknown[]) => unknown;
