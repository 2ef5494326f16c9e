import { join } from 'node:path';
import { fileLinkHandler, filesystemSink, filesystemStore } from '@export-engine/adapter-filesystem';
import type { SqliteQuery } from '@export-engine/adapter-sqlite';
import { secretFor, secretOf } from '../api/secrets.ts';
import { seedPosts } from '../search/sqlite/seed-posts.ts';
import { sqliteBackend } from '../search/sqlite/sqlite-backend.ts';
import type { DemoParts, DemoPartsOptions } from './demo-parts.ts';
import { createProgressLine } from './progress-line.ts';

/** SQLite and the file system: nothing to install, nothing to start, all in one folder. */
export async function embeddedParts(options: DemoPartsOptions): Promise<DemoParts<SqliteQuery>> {
  const { dataFolder, url } = options;
  const path = join(dataFolder, 'posts.sqlite');
  await seed(path, options);
  const secret = await secretOf(join(dataFolder, 'secret'));
  const folder = join(dataFolder, 'files');
  const links = { baseUrl: `${url}/files`, secret: secretFor('local link', secret) };
  const backend = sqliteBackend({ path });
  return {
    backend,
    secret,
    sink: filesystemSink({ folder, links }),
    store: filesystemStore({ folder: join(dataFolder, 'store') }),
    files: fileLinkHandler({ folder, secret: links.secret }),
    close: backend.close,
  };
}

async function seed(path: string, { posts, output, signal }: DemoPartsOptions): Promise<void> {
  const line = createProgressLine({ output, title: 'Seeding  ', expectedRows: posts });
  const { wasSeeded } = await seedPosts({ path, count: posts, onProgress: line.update, signal });
  if (!wasSeeded) line.end(posts);
}
