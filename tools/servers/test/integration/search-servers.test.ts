import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { askJson } from '../../src/http.ts';
import type { SearchServerDescription } from '../../src/server-descriptions.ts';
import { describeWithServer } from '../../src/testing.ts';

const ROWS = 25;

/** What differs between the products. */
const POINT_IN_TIME = {
  elasticsearch: { path: '_pit', idKey: 'id', closePath: '_pit', closeBody: (id: string) => ({ id }) },
  opensearch: {
    path: '_search/point_in_time',
    idKey: 'pit_id',
    closePath: '_search/point_in_time',
    closeBody: (id: string) => ({ pit_id: [id] }),
  },
} as const;

for (const name of ['elasticsearch92', 'elasticsearch819', 'opensearch38', 'opensearch219'] as const) {
  describeWithServer(name, (server: SearchServerDescription) => {
    const index = `smoke-${randomUUID()}`;

    beforeAll(async () => {
      await askJson(`${server.url}/${index}`, { method: 'PUT', body: { settings: { number_of_shards: 2 } } });
      for (let i = 0; i < ROWS; i += 1) {
        const refresh = i === ROWS - 1 ? '?refresh=true' : '';
        await askJson(`${server.url}/${index}/_doc/${i}${refresh}`, { method: 'PUT', body: { n: i } });
      }
      await askJson(`${server.url}/${index}/_refresh`, { method: 'POST' });
    });

    afterAll(async () => {
      await askJson(`${server.url}/${index}`, { method: 'DELETE' });
    });

    it(`is ${server.product} ${server.version}`, async () => {
      const { body } = await askJson(`${server.url}/_nodes?filter_path=nodes.*.version`);

      expect(JSON.stringify(body)).toContain(`"version":"${server.version}"`);
    });

    it('counts the rows of an index', async () => {
      expect(await askJson(`${server.url}/${index}/_count`)).toMatchObject({ status: 200, body: { count: ROWS } });
    });

    it('reads every row once through a point in time, and closes it', async () => {
      const { path, idKey, closePath, closeBody } = POINT_IN_TIME[server.product];
      const opened = await askJson(`${server.url}/${index}/${path}?keep_alive=1m`, { method: 'POST' });
      const id = (opened.body as Record<string, string>)[idKey] as string;

      const found = await askJson(`${server.url}/_search`, {
        method: 'POST',
        body: { size: 100, pit: { id, keep_alive: '1m' }, sort: [{ n: 'asc' }] },
      });
      const closed = await askJson(`${server.url}/${closePath}`, { method: 'DELETE', body: closeBody(id) });

      const hits = (found.body as { hits: { hits: { _source: { n: number } }[] } }).hits.hits;
      expect(hits.map((hit) => hit._source.n)).toEqual(Array.from({ length: ROWS }, (_, i) => i));
      expect(closed.status).toBe(200);
    });
  });
}
