import assert from 'node:assert/strict';
import type { StoredFile } from '../../contracts/index.ts';
import { assertRejects } from '../support/assert-code.ts';
import { throughJson } from '../support/json.ts';
import { liveSignal } from '../support/signals.ts';
import { bytesOf, checked, targetOf } from './contents.ts';
import { linksNeeded, type SinkCase, sinkCase } from './sink-case.ts';
import type { SinkFixture } from './sink-harness.ts';

const TEN_YEARS_SECONDS = 10 * 365 * 24 * 3600;
const CLOCK_SLACK_MS = 2_000;

export const linking: readonly SinkCase[] = [
  sinkCase({
    id: 'sink.link.fetchable',
    title: 'makes a link that gives the file, and says in UTC when it ends',
    needs: linksNeeded,
    async check(fixture, { maxLinkSeconds }) {
      const wanted = Math.min(60, maxLinkSeconds);
      const content = bytesOf(40, 'linked');
      const file = await put(fixture, content);
      const before = Date.now();

      const { url, expiresAt } = await fixture.connect().link(file, linkOptions(wanted));

      assert.equal(new Date(expiresAt).toISOString(), expiresAt, 'expiresAt is ISO 8601 in UTC');
      const life = Date.parse(expiresAt) - before;
      assert.ok(life > 0 && life <= wanted * 1000 + CLOCK_SLACK_MS, `a life of ${life} ms; wanted ${wanted} s`);
      const fetched = await fixture.fetchLink(url);
      assert.ok(fetched !== undefined, 'the link gives nothing');
      assert.ok(Buffer.compare(fetched.bytes, content) === 0, 'the link gives other bytes');
    },
  }),
  sinkCase({
    id: 'sink.link.file-name',
    title: 'gives the browser a file name with any Unicode character',
    needs: linksNeeded,
    async check(fixture) {
      const fileName = 'Überblick „2026“ – 漢字 🙂 (100%; "a").csv';
      const file = await put(fixture, bytesOf(40, 'named'));

      const { url } = await fixture.connect().link(file, { ...linkOptions(1), fileName, expiresInSeconds: 60 });

      assert.equal((await fixture.fetchLink(url))?.fileName, fileName);
    },
  }),
  sinkCase({
    id: 'sink.link.expires',
    title: 'makes a link that is dead after the instant it names',
    needs: linksNeeded,
    async check(fixture) {
      const file = await put(fixture, bytesOf(40, 'short-lived'));
      const { url, expiresAt } = await fixture.connect().link(file, linkOptions(2));
      assert.ok((await fixture.fetchLink(url)) !== undefined, 'the link gives nothing at first');

      await fixture.waitUntil(Date.parse(expiresAt) + 1000);

      assert.equal(await fixture.fetchLink(url), undefined, 'the link still works');
    },
  }),
  sinkCase({
    id: 'sink.link.capped',
    title: 'caps the life of a link at its limit, and says so',
    needs: {
      what: 'links of ten years at most',
      isMet: ({ maxLinkSeconds }) => maxLinkSeconds > 0 && maxLinkSeconds <= TEN_YEARS_SECONDS,
    },
    async check(fixture, { maxLinkSeconds }) {
      const file = await put(fixture, bytesOf(40, 'long-lived'));
      const before = Date.now();

      const { url, expiresAt } = await fixture.connect().link(file, linkOptions(maxLinkSeconds + 3600));

      const life = Date.parse(expiresAt) - before;
      assert.ok(life <= maxLinkSeconds * 1000 + CLOCK_SLACK_MS, `a life of ${life} ms; at most ${maxLinkSeconds} s`);
      assert.ok((await fixture.fetchLink(url)) !== undefined, 'the link gives nothing');
    },
  }),
  sinkCase({
    id: 'sink.link.file-gone',
    title: 'says EXPORT_NOT_FOUND when the file is gone',
    needs: linksNeeded,
    async check(fixture) {
      const file = await put(fixture, bytesOf(40, 'gone'));
      await fixture.connect().remove(targetOf('linked'), { signal: liveSignal() });

      await assertRejects(fixture.connect().link(file, linkOptions(60)), 'EXPORT_NOT_FOUND');
    },
  }),
];

async function put(fixture: SinkFixture, bytes: Uint8Array): Promise<StoredFile> {
  return throughJson(await fixture.connect().put(targetOf('linked'), checked(bytes), { signal: liveSignal() }));
}

function linkOptions(expiresInSeconds: number): { expiresInSeconds: number; fileName: string; signal: AbortSignal } {
  return { expiresInSeconds, fileName: 'linked.csv', signal: liveSignal() };
}
