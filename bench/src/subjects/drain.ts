// The floor: the engine's own requests, one after the other, whose answers are thrown away. Nothing that reads all rows can
// be faster; what a program needs beyond it is its own work.
import { Agent, request } from 'node:http';
import type { Job } from './job.ts';
import { runJob } from './run-job.ts';

const pageRows = 10_000;
/** The last row's sort values are at the end of an answer. */
const tailBytes = 1000;

runJob(async (job) => {
  const agent = new Agent({ keepAlive: true });
  const { id } = JSON.parse((await call('POST', `/${job.indices.join(',')}/_pit?keep_alive=5m`)).toString()) as {
    id: string;
  };
  let rows = 0;
  for (let after: string | undefined; ; ) {
    const answer = await call('POST', '/_search', searchBody(job, id, after));
    after = lastSort(answer);
    if (after === undefined) break;
    rows += rowsOf(answer);
  }
  await call('DELETE', '/_pit', JSON.stringify({ id }));
  agent.destroy();
  return { rows, key: null };

  function call(method: string, path: string, body = ''): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const asked = request(`${job.elasticsearchUrl}${path}`, { agent, method, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('error', reject);
        answer.once('end', () => {
          if (answer.statusCode === 200) resolve(Buffer.concat(chunks));
          else reject(new Error(`${method} ${path} was answered with ${answer.statusCode}.`));
        });
      });
      asked.once('error', reject);
      asked.end(body);
    });
  }
});

function searchBody({ orderBy }: Job, pitId: string, after: string | undefined): string {
  const sort = orderBy === undefined ? '_doc' : { [orderBy]: 'asc' };
  const body = { size: pageRows, track_total_hits: false, sort: [sort], pit: { id: pitId, keep_alive: '5m' } };
  return after === undefined ? JSON.stringify(body) : `${JSON.stringify(body).slice(0, -1)},"search_after":${after}}`;
}

/** The text of the last row's `sort`, as it is in the answer. */
function lastSort(answer: Buffer): string | undefined {
  const tail = answer.toString('latin1', Math.max(0, answer.length - tailBytes));
  return /.*"sort":(\[[^\]]*\])\}\]\}\}$/s.exec(tail)?.[1];
}

/** Rows end in their sort values; inside a text the quotes would be escaped. */
function rowsOf(answer: Buffer): number {
  let rows = 0;
  for (let at = answer.indexOf('"sort":['); at !== -1; at = answer.indexOf('"sort":[', at + 8)) rows += 1;
  return rows;
}
