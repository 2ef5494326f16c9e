import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, open, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, type SinkTarget } from '@export-engine/core';
import { afterEach, beforeEach, describe, it } from 'vitest';
import { type FilesystemSinkOptions, filesystemSink } from './filesystem-sink.ts';
import { partPath, targetPlaces } from './sink/target-places.ts';

const { signal } = new AbortController();
const MAKE_PIPE = 'mkfifo';
const secret = 'a secret of 32 characters or more';
const target: SinkTarget = { key: 'exports/1.csv', mediaType: 'text/csv', fileName: 'a.csv', token: 'my-token' };
const content = { bytes: new Uint8Array(Buffer.from('id\r\n1\r\n')), crc32: crc32(Buffer.from('id\r\n1\r\n')) };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'filesystem-sink-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('options of filesystemSink', () => {
  const links = { baseUrl: '/files', secret };
  const bad: readonly (readonly [option: string, options: unknown])[] = [
    ['folder', {}],
    ['folder', { folder: '' }],
    ['folder', { folder: 'a\0b' }],
    ['dir', { folder: 'a', dir: 'b' }],
    ['links', { folder: 'a', links: 'https://example.com' }],
    ['baseUrl', { folder: 'a', links: { secret } }],
    ['baseUrl', { folder: 'a', links: { ...links, baseUrl: 'files' } }],
    ['baseUrl', { folder: 'a', links: { ...links, baseUrl: 'ftp://example.com/' } }],
    ['baseUrl', { folder: 'a', links: { ...links, baseUrl: 'https://example.com/files?x=1' } }],
    ['baseUrl', { folder: 'a', links: { ...links, baseUrl: 'https://ada:pass@example.com/' } }],
    ['baseUrl', { folder: 'a', links: { ...links, baseUrl: '//example.com/files' } }],
    ['secret', { folder: 'a', links: { ...links, secret: 's'.repeat(31) } }],
    ['secret', { folder: 'a', links: { ...links, secret: [] } }],
    ['secret', { folder: 'a', links: { ...links, secret: [secret, 'short'] } }],
    ['maxSeconds', { folder: 'a', links: { ...links, maxSeconds: 0 } }],
    ['maxSeconds', { folder: 'a', links: { ...links, maxSeconds: 604_801 } }],
    ['secrets', { folder: 'a', links: { ...links, secrets: [secret] } }],
  ];
  for (const [option, options] of bad) {
    it(`are refused: ${JSON.stringify(options)}`, () => {
      assert.throws(
        () => filesystemSink(options as FilesystemSinkOptions),
        (error: Error & { code?: string }) => {
          assert.equal(error.code, 'EXPORT_OPTIONS_INVALID');
          assert.match(error.message, new RegExp(`option "${option}"`));
          assert.ok(!error.message.includes(secret) && !error.message.includes('pass'));
          return true;
        },
      );
    });
  }

  it('decide how long a link may live: seven days, less, or not at all', () => {
    const maxSeconds = (options: Partial<FilesystemSinkOptions>): number =>
      filesystemSink({ folder, ...options }).capabilities.maxLinkSeconds;

    assert.equal(maxSeconds({}), 0);
    assert.equal(maxSeconds({ links }), 604_800);
    assert.equal(maxSeconds({ links: { ...links, maxSeconds: 60 } }), 60);
  });

  it('touch nothing before the first call, which makes the folder with those above it', async () => {
    const deep = join(folder, 'a', 'b');
    const sink = filesystemSink({ folder: deep });
    assert.deepEqual(await readdir(folder), []);

    await sink.put(target, content, { signal });

    assert.deepEqual(await readFile(join(deep, 'files', 'exports+', '1.csv', 'content')), Buffer.from(content.bytes));
  });
});

describe('filesystemSink', () => {
  it('refuses targets that can not be kept or linked to', async () => {
    const sink = filesystemSink({ folder });
    const bad: readonly Partial<SinkTarget>[] = [
      ...['', '/a', 'a/', 'a//b', '.', '../a', 'a/..', 'a\nb', '\ud800', 'ä'.repeat(513)].map((key) => ({ key })),
      ...['', 'text/csv\r\nx: y', 'ä'].map((mediaType) => ({ mediaType })),
      ...['', 'a b', 'ä', 'a'.repeat(257)].map((token) => ({ token })),
    ];
    for (const change of bad) {
      await assert.rejects(sink.begin({ ...target, ...change }, { signal }), { code: 'EXPORT_OPTIONS_INVALID' });
    }
    assert.deepEqual(await readdir(folder), []);
  });

  it('keeps keys of any text, and keys that are the beginning of others', async () => {
    const sink = filesystemSink({ folder, links: { baseUrl: '/files', secret } });
    for (const key of ['größe/売上 & co+1%.csv', 'a', 'a/b', 'A', 'con.csv', 'x'.repeat(1024)]) {
      const file = await sink.put({ ...target, key }, content, { signal });
      await sink.link(file, { expiresInSeconds: 60, fileName: 'a.csv', signal });
    }
  });

  it('does not take a file for its own whose length somebody changed, and can still remove it', async () => {
    const sink = filesystemSink({ folder, links: { baseUrl: '/files', secret } });
    const file = await sink.put(target, content, { signal });
    await truncate(join(folder, 'files', 'exports+', '1.csv', 'content'), 3);

    await assert.rejects(sink.put(target, content, { signal }), { code: 'EXPORT_SINK_CONFLICT' });
    await assert.rejects(sink.link(file, { expiresInSeconds: 60, fileName: 'a.csv', signal }), {
      code: 'EXPORT_NOT_FOUND',
    });
    await sink.remove(target, { signal });

    assert.deepEqual(await readdir(join(folder, 'files')), []);
  });

  it('leaves alone what is no file of its own', async () => {
    const sink = filesystemSink({ folder });
    await sink.put(target, content, { signal });
    const facts = join(folder, 'files', 'exports+', '1.csv', 'file.json');
    await writeFile(facts, '{"secret":');

    await assert.rejects(sink.put(target, content, { signal }), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'EXPORT_SINK_CONFLICT');
      assert.doesNotMatch(error.message, /secret/);
      return true;
    });
    await sink.remove(target, { signal });

    assert.equal(await readFile(facts, 'utf8'), '{"secret":');
  });

  it('notices a part that changed on the disk after its receipt', async () => {
    const sink = filesystemSink({ folder });
    const upload = await sink.begin(target, { signal });
    const receipt = await sink.writePart(upload, { number: 1, ...content }, { signal });
    const [name = ''] = await readdir(join(folder, 'uploads'));
    await writeFile(join(folder, 'uploads', name, '1.part'), 'id\r\n2\r\n');

    const result = sink.complete(upload, [receipt], {
      expected: { bytes: content.bytes.byteLength, crc32: content.crc32 },
      signal,
    });

    await assert.rejects(result, { code: 'EXPORT_SINK_CONFLICT', message: /Part 1/ });
  });

  it('does not take a file of the same export for what it stores now when its bytes are others', async () => {
    const sink = filesystemSink({ folder });
    await sink.put(target, content, { signal });
    const bytes = new Uint8Array(Buffer.from('id\r\n2\r\n'));

    await assert.rejects(sink.put(target, { bytes, crc32: crc32(bytes) }, { signal }), {
      code: 'EXPORT_SINK_CONFLICT',
      message: /other bytes/,
    });
  });

  it.skipIf(process.platform === 'win32')(
    'finds the file that another worker completed while it joined the parts',
    async () => {
      const sink = filesystemSink({ folder });
      const upload = await sink.begin(target, { signal });
      const texts = ['id\r\n', '1\r\n', '2\r\n'].map((text) => new Uint8Array(Buffer.from(text)));
      const parts = texts.map((bytes, index) => ({ number: index + 1, bytes, crc32: crc32(bytes) }));
      const receipts = await Promise.all(parts.map((part) => sink.writePart(upload, part, { signal })));
      const bytes = new Uint8Array(Buffer.concat(texts));
      const expected = { bytes: bytes.byteLength, crc32: crc32(bytes) };
      // A pipe in place of the second part holds this worker up until somebody writes to it.
      const second = partPath(targetPlaces(folder, target).upload, 2);
      await rm(second);
      execFileSync(MAKE_PIPE, [second]);
      const joining = sink.complete(upload, receipts, { expected, signal });
      const pipe = await open(second, 'w');

      const stored = await sink.put(target, { bytes, crc32: expected.crc32 }, { signal });
      await sink.abort(target, { signal });
      await pipe.writeFile(texts[1] ?? '');
      await pipe.close();

      assert.deepEqual(await joining, stored);
      assert.deepEqual(await readdir(join(folder, 'scratch')), []);
    },
  );

  for (const method of ['abort', 'remove'] as const) {
    it(`finds what workers of the export were killed over, by ${method}`, async () => {
      const { owner } = targetPlaces(folder, target);
      await mkdir(join(folder, 'scratch', `${owner}.killed`), { recursive: true });
      await mkdir(join(folder, 'scratch', 'somebody.working'));

      await filesystemSink({ folder })[method](target, { signal });

      assert.deepEqual(await readdir(join(folder, 'scratch')), ['somebody.working']);
    });
  }

  it('removes what others were killed over long ago, of any export', async () => {
    const sink = filesystemSink({ folder });
    const left = join(folder, 'scratch', 'somebody.1');
    await mkdir(left, { recursive: true });
    const longAgo = new Date(Date.now() - 3_600_000);
    await utimes(left, longAgo, longAgo);

    await sink.put(target, content, { signal });

    assert.deepEqual(await readdir(join(folder, 'scratch')), []);
  });

  it('makes no links without the option, and says which', async () => {
    const file = { key: target.key, bytes: 7, state: null };

    await assert.rejects(filesystemSink({ folder }).link(file, { expiresInSeconds: 60, fileName: 'a', signal }), {
      code: 'EXPORT_OPTIONS_INVALID',
      message: /"links"/,
    });
  });

  it('refuses lives of links that are no whole seconds', async () => {
    const sink = filesystemSink({ folder, links: { baseUrl: '/files', secret } });
    const file = await sink.put(target, content, { signal });

    for (const expiresInSeconds of [0, -1, 1.5, Number.NaN]) {
      await assert.rejects(sink.link(file, { expiresInSeconds, fileName: 'a', signal }), {
        code: 'EXPORT_OPTIONS_INVALID',
      });
    }
  });
});
