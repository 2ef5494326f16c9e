// The script people write: the vendor's client with a point in time, csv-stringify, the SDK's managed upload; all defaults.
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Upload } from '@aws-sdk/lib-storage';
import { Client } from '@elastic/elasticsearch';
import { stringify } from 'csv-stringify';
import { s3ClientFor } from '../servers/s3-address.ts';
import { runJob } from './run-job.ts';

const pageRows = 10_000;

runJob(async ({ elasticsearchUrl, s3, key, indices, columns, orderBy, limit = Number.POSITIVE_INFINITY, options }) => {
  const client = new Client({ node: elasticsearchUrl });
  let rows = 0;

  async function* documents(): AsyncGenerator<unknown> {
    const sort = orderBy === undefined ? ['_shard_doc'] : [{ [orderBy]: 'asc' as const }];
    const pit = await client.openPointInTime({ index: [...indices], keep_alive: '5m' });
    let after: (string | number | boolean | null)[] | undefined;
    while (rows < limit) {
      const { hits } = await client.search({
        pit: { id: pit.id, keep_alive: '5m' },
        size: pageRows,
        sort,
        ...(after && { search_after: after }),
      });
      for (const { _source } of hits.hits) {
        if (rows === limit) break;
        rows += 1;
        yield _source;
      }
      after = hits.hits.at(-1)?.sort as typeof after;
      if (after === undefined) break;
    }
    await client.closePointInTime({ id: pit.id });
  }

  const csv = stringify({ header: true, columns: [...columns], cast: { boolean: String } });
  const body = new PassThrough();
  const upload = new Upload({ client: s3ClientFor(s3), params: { Bucket: s3.bucket, Key: key, Body: body } });
  const written = options.gzip
    ? pipeline(Readable.from(documents()), csv, createGzip(), body)
    : pipeline(Readable.from(documents()), csv, body);
  await Promise.all([written, upload.done()]);
  return { rows, key };
});
