import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { crc32, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { csv } from '../csv/index.ts';
import { gzip } from './gzip.ts';

/** A file as the engine makes it: header, blocks, trailer. */
async function fileOf(blocks: readonly Uint8Array[], level?: number): Promise<Buffer> {
  const { compression } = gzip(csv(), { level });
  assert.ok(compression !== undefined);
  const whole = Buffer.concat(blocks);
  const compressed = await Promise.all(blocks.map((block) => compression.compress(block)));
  const trailer = compression.trailer({ bytes: whole.length, crc32: crc32(whole) });
  return Buffer.concat([compression.header, ...compressed, trailer]);
}

describe('gzip', () => {
  it('makes one member of blocks that were compressed each by itself', async () => {
    const anyBlocks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 5000 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(anyBlocks, fc.integer({ min: 1, max: 9 }), async (blocks, level) => {
        assert.deepEqual(gunzipSync(await fileOf(blocks, level)), Buffer.concat(blocks));
      }),
    );
  });

  it('is read by gzip and by Python, as one member', async () => {
    const block = Buffer.from('id,text\r\n1,"a ""word"""\r\n'.repeat(2000));
    const file = await fileOf([block, block]);
    const python = [
      'import sys, zlib',
      'reader = zlib.decompressobj(31)',
      'sys.stdout.buffer.write(reader.decompress(sys.stdin.buffer.read()))',
      'sys.exit(0 if reader.eof and not reader.unused_data else 1)',
    ].join('\n');

    for (const [command, args] of [
      ['gzip', ['-dc']],
      ['python3', ['-c', python]],
    ] as const) {
      const { stdout, status } = spawnSync(command, args, { input: file });

      assert.equal(status, 0, command);
      assert.deepEqual(stdout, Buffer.concat([block, block]), command);
    }
  });

  it('gives the same bytes for the same block', async () => {
    const block = Buffer.from('some,row\r\n'.repeat(1000));

    assert.deepEqual(await fileOf([block]), await fileOf([block]));
  });

  it('has a length modulo 2^32 in its trailer, for files of more than 4 GiB', () => {
    const trailer = gzip(csv()).compression?.trailer({ bytes: 2 ** 32 + 5, crc32: 0xffff_ffff });

    assert.deepEqual([...(trailer ?? [])], [3, 0, 255, 255, 255, 255, 5, 0, 0, 0]);
  });

  it('is known by name, extension, media type and fingerprint', () => {
    const { name, fileExtension, mediaType, fingerprint } = gzip(csv(), { level: 6 });

    assert.deepEqual([name, fileExtension, mediaType], ['csv.gz', 'csv.gz', 'application/gzip']);
    assert.notDeepEqual(fingerprint, gzip(csv()).fingerprint);
    assert.notDeepEqual(fingerprint, csv().fingerprint);
  });

  it('refuses levels that do not exist, unknown options, and what is compressed already', () => {
    for (const level of [0, 10, 1.5, '1', null]) {
      assert.throws(() => gzip(csv(), { level: level as number }), { code: 'EXPORT_OPTIONS_INVALID' });
    }
    assert.throws(() => gzip(csv(), { strategy: 1 } as object), { code: 'EXPORT_OPTIONS_INVALID' });
    assert.throws(() => gzip(gzip(csv())), { code: 'EXPORT_OPTIONS_INVALID' });
  });
});
