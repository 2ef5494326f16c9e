import type { SearchServerDescription } from '@export-engine/servers';
import { Client } from '@opensearch-project/opensearch';
import { bulkBodies } from '../../src/search/elasticsearch/bulk-bodies.ts';
import { postMapping } from '../../src/search/elasticsearch/post-mapping.ts';

export interface OpenSearchIndex {
  readonly name: string;
  remove(): Promise<void>;
}

/** An index of generated posts in OpenSearch, of which Elasticsearch's client knows nothing. */
export async function loadOpenSearchIndex(
  { url }: SearchServerDescription,
  { name, count }: { readonly name: string; readonly count: number },
): Promise<OpenSearchIndex> {
  const client = new Client({ node: url });
  await client.indices.create({
    index: name,
    body: { settings: { number_of_shards: 2 }, mappings: postMapping as object },
  });
  // The types want objects; the client sends lines of text as they are, with every digit.
  for (const lines of bulkBodies({ count })) await client.bulk({ index: name, body: lines as unknown as object[] });
  await client.indices.refresh({ index: name });
  return {
    name,
    async remove() {
      await client.indices.delete({ index: name });
      await client.close();
    },
  };
}
