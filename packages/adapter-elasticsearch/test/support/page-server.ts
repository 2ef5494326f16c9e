// A search server of its own thread, which goes on while its client's thread is busy. `workerData.requests` counts the
// searches that reached it; its address is the first message.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { parentPort, workerData } from 'node:worker_threads';
import { stubSearch } from './stub-search.ts';

const { rows, requests } = workerData as { readonly rows: number; readonly requests: Int32Array };
const search = stubSearch(rows, 'x'.repeat(300));

const server = createServer((request, response) => {
  void text(request).then((body) => {
    Atomics.add(requests, 0, 1);
    Atomics.notify(requests, 0);
    const page = search.page({ method: 'POST', path: '/_search', body });
    response.setHeader('content-type', 'application/vnd.elasticsearch+json;compatible-with=9');
    response.setHeader('x-elastic-product', 'Elasticsearch');
    response.end(JSON.stringify(page));
  });
}).listen(0, '127.0.0.1');
await once(server, 'listening');
parentPort?.postMessage(server.address());
