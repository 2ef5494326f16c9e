import { resolve } from 'node:path';
import { checkOptions, object, optional, type Sink } from '@export-engine/core';
import { callFileSystem, type SignalledCall } from './files/call-file-system.ts';
import { folderCheck } from './files/folder-check.ts';
import { checkLinks, type FilesystemLinkOptions } from './links/link-options.ts';
import { makeLink } from './links/make-link.ts';
import { abortUploads } from './sink/abort-uploads.ts';
import { beginUpload } from './sink/begin-upload.ts';
import { completeUpload } from './sink/complete-upload.ts';
import { fileLimits } from './sink/limits.ts';
import { putFile } from './sink/put-file.ts';
import { removeFile } from './sink/remove-file.ts';
import { writePart } from './sink/write-part.ts';

export interface FilesystemSinkOptions {
  /**
   * Where the files are, with the parts of unfinished ones: a folder on one local file system that renames atomically.
   * Made at the first use when it is missing. A relative path counts from the working directory at this call.
   */
  readonly folder: string;
  /** Signed links, served by `fileLinkHandler()` on the same folder. @default none: `link` refuses */
  readonly links?: FilesystemLinkOptions | undefined;
}

/**
 * A sink in a folder.
 *
 * The life of a file: `begin` makes a folder for its parts, named after the target, so that any process finds it again;
 * `writePart` puts each part on the disk as a file of its own; `complete` copies them into one file, checks it on the way
 * and gives it its name by one rename, together with the export's token; then the parts go. A kill at any instant leaves
 * nothing half: at most a folder in `scratch/`, which `abort` or, after 15 minutes, anybody's next call removes.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * import { filesystemSink } from '@export-engine/adapter-filesystem';
 *
 * const sink = filesystemSink({ folder: '/var/lib/my-app/exports' });
 * ```
 */
export function filesystemSink(options: FilesystemSinkOptions): Sink {
  checkOptions<FilesystemSinkOptions>('filesystemSink()', options, {
    folder: folderCheck(),
    links: optional(object()),
  });
  const folder = resolve(options.folder);
  const links = options.links === undefined ? undefined : checkLinks('filesystemSink(): links', options.links);
  const call = (doing: string, signal: AbortSignal): SignalledCall => ({ port: 'SINK', doing, signal });

  return {
    specVersion: 1,
    name: 'filesystem',
    capabilities: { ...fileLimits, maxLinkSeconds: links?.maxSeconds ?? 0 },

    begin(target, { signal }) {
      return callFileSystem(call('Beginning an upload', signal), () => beginUpload(folder, target));
    },
    writePart(upload, part, { signal }) {
      return callFileSystem(call('Writing a part', signal), () => writePart(folder, upload, part, signal));
    },
    complete(upload, receipts, options) {
      const { signal } = options;
      return callFileSystem(call('Completing a file', signal), () => completeUpload(folder, upload, receipts, options));
    },
    put(target, content, { signal }) {
      return callFileSystem(call('Storing a file', signal), () => putFile(folder, target, content, signal));
    },
    abort(target, { signal }) {
      return callFileSystem(call('Aborting an upload', signal), () => abortUploads(folder, target, signal));
    },
    remove(target, { signal }) {
      return callFileSystem(call('Removing a file', signal), () => removeFile(folder, target));
    },
    link(file, options) {
      return callFileSystem(call('Making a link', options.signal), () => makeLink(folder, links, file, options));
    },
  };
}
