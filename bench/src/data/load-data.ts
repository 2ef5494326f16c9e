import { createHash } from 'node:crypto';
import type { SearchApi } from '../servers/search-api.ts';
import { dataSetOf, type IndexPlan, indexNames } from './indices.ts';

const documentsPerRequest = 5000;
const requestsAtOnce = 2;
/** Documents whose text goes into the fingerprint, so that data of an older generator is loaded anew. */
const fingerprintedDocuments = 200;

/** Makes an index, unless it is there already: two shards, one segment each, no replicas. */
export async function loadIndex(api: SearchApi, plan: IndexPlan, report: (line: string) => void): Promise<void> {
  const fingerprint = fingerprintOf(plan);
  if (!(await isLoaded(api, plan, fingerprint))) {
    report(`loading ${plan.documents.toLocaleString('en')} documents into ${plan.name} ...`);
    // By name: Elasticsearch refuses to delete by pattern.
    for (const name of indexNames(plan, plan.clones + 1)) await api('DELETE', `/${name}?ignore_unavailable=true`);
    await createIndex(api, plan);
    await indexDocuments(api, plan);
    await settle(api, plan.name);
    // Written last: an index without it was not loaded to its end.
    await api('PUT', `/${plan.name}/_mapping`, { _meta: { fingerprint } });
  }
  for (const clone of indexNames(plan, plan.clones + 1).slice(1)) await cloneIndex(api, plan.name, clone);
}

function fingerprintOf(plan: IndexPlan): string {
  const { jsonAt, mappings } = dataSetOf(plan);
  const hash = createHash('sha256').update(JSON.stringify([plan.documents, mappings]));
  for (let index = 0; index < fingerprintedDocuments; index += 1) hash.update(jsonAt(index));
  return hash.digest('hex').slice(0, 16);
}

async function isLoaded(api: SearchApi, { name, documents }: IndexPlan, fingerprint: string): Promise<boolean> {
  const found = (await api('GET', `/${name}/_mapping?ignore_unavailable=true`)) as Record<
    string,
    { mappings: { _meta?: { fingerprint?: string } } }
  >;
  if (found[name]?.mappings._meta?.fingerprint !== fingerprint) return false;
  const { count } = (await api('GET', `/${name}/_count`)) as { count: number };
  return count === documents;
}

async function createIndex(api: SearchApi, plan: IndexPlan): Promise<void> {
  await api('PUT', `/${plan.name}`, {
    settings: {
      number_of_shards: 2,
      number_of_replicas: 0,
      refresh_interval: '-1',
      'index.translog.durability': 'async',
      'index.translog.flush_threshold_size': '1gb',
    },
    mappings: dataSetOf(plan).mappings,
  });
}

async function indexDocuments(api: SearchApi, { name, dataSet, documents }: IndexPlan): Promise<void> {
  const { jsonAt } = dataSetOf({ dataSet });
  let next = 0;

  async function sendAll(): Promise<void> {
    while (next < documents) {
      const end = Math.min(next + documentsPerRequest, documents);
      let lines = '';
      for (; next < end; next += 1) lines += `{"index":{}}\n${jsonAt(next)}\n`;
      const { errors } = (await api('POST', `/${name}/_bulk?filter_path=errors`, lines)) as { errors: boolean };
      if (errors) throw new Error(`Elasticsearch refused documents for ${name}.`);
    }
  }

  await Promise.all(Array.from({ length: requestsAtOnce }, sendAll));
}

async function settle(api: SearchApi, name: string): Promise<void> {
  await api('POST', `/${name}/_refresh`);
  await api('POST', `/${name}/_forcemerge?max_num_segments=1`);
  await api('POST', `/${name}/_flush`);
  await api('POST', `/${name}/_refresh`);
  // Clones need it, and nothing is ever written again.
  await api('PUT', `/${name}/_settings`, { 'index.blocks.write': true });
}

async function cloneIndex(api: SearchApi, name: string, clone: string): Promise<void> {
  const found = (await api('GET', `/${clone}/_mapping?ignore_unavailable=true`)) as object;
  if (Object.keys(found).length > 0) return;
  await api('POST', `/${name}/_clone/${clone}?wait_for_active_shards=all`);
}
