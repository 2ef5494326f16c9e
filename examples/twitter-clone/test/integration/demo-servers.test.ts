import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'vitest';
import { type DemoProcess, startDemo } from '../support/demo-process.ts';
import { describeOnRealPair } from '../support/real-pair.ts';

const timeout = 240_000;

// The demo starts servers of its own; the shared ones stand for what it takes to have them.
describeOnRealPair(() => {
  describe('the demo on a real Elasticsearch and a real S3 server', () => {
    let demo: DemoProcess;
    afterEach(async () => {
      demo.kill('SIGKILL');
      await demo.ended();
    });

    it('verifies its file, keeps its servers when asked to, and stops them at Ctrl-C', { timeout }, async () => {
      demo = startDemo(['--servers', '--once', '--posts', '3000', '--partitions', '2', '--keep']);
      const shown = await demo.until(/Ctrl-C stops it/);
      const link = /link +(http\S+)/.exec(shown)?.[1] ?? '';
      const [url = ''] = /http:\/\/127\.0\.0\.1:\d+$/m.exec(shown) ?? [];
      const file = await (await fetch(link)).text();
      const users = await fetch(`${url}/api/users`);
      demo.kill('SIGINT');
      const { code } = await demo.ended();

      assert.match(shown, /Loading {3}3,000 of 3,000 rows/);
      assert.match(shown, /Exporting 3,000 of 3,000 rows/);
      assert.match(shown, /Verified by .*: 3,000 rows/);
      assert.ok(file.startsWith('PostID,UserID,DateCreated,Content,Tags\r\n'));
      assert.equal(users.status, 200);
      assert.equal(code, 0);
      await assert.rejects(fetch(link), 'The S3 server is still there.');
    });

    it('stops what it started when it is interrupted in the middle', { timeout }, async () => {
      demo = startDemo(['--servers', '--once', '--posts', '500000']);
      await demo.until(/Loading/);
      demo.kill('SIGINT');
      const { shown, code } = await demo.ended();

      assert.match(shown, /Stopping the servers/);
      assert.equal(code, 130);
    });
  });
});
