import { readdir, readlink } from 'node:fs/promises';

/** The files below a folder that this process has open, where the system tells. */
export async function openFiles(folder: string): Promise<readonly string[]> {
  const descriptors = await readdir('/proc/self/fd').catch(() => []);
  const links = descriptors.map((descriptor) => readlink(`/proc/self/fd/${descriptor}`).catch(() => ''));
  return (await Promise.all(links)).filter((file) => file.startsWith(folder));
}
