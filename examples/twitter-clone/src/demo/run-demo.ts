import { createTwitterClone } from '../api/create-twitter-clone.ts';
import { verifyExport } from '../verify/verify-export.ts';
import { builtPage, noPage } from './built-page.ts';
import { type DemoOptions, demoOptions, usualPort } from './demo-options.ts';
import type { DemoParts, DemoPartsOptions } from './demo-parts.ts';
import { exportOnce } from './export-once.ts';
import { freePort } from './free-port.ts';
import { createProgressLine } from './progress-line.ts';
import { exportSummary, invitation, verdictWords } from './report.ts';
import { untilInterrupted } from './run-until-interrupted.ts';

const { log } = console;
const output = process.stdout;

/** The whole demo, until it is over or interrupted. */
export async function runDemo(signal: AbortSignal): Promise<void> {
  const options = demoOptions(process.argv.slice(2), process.env, process.cwd());
  if ('help' in options) return log(options.help);

  const port = await choosePort(options);
  const parts = await makeParts(options, { ...options, url: `http://127.0.0.1:${port}`, output, signal });
  try {
    await serve(options, parts, port, signal);
  } finally {
    await parts.close();
  }
}

/** Served once, it may be at any address, beside a demo that is running. */
async function choosePort({ port, isOnce }: DemoOptions): Promise<number> {
  if (port !== null && port !== 0) return port;
  const wanted = port ?? (isOnce ? 0 : usualPort);
  const free = await freePort(wanted);
  if (wanted !== 0 && free !== wanted) log(`Port ${wanted} is taken; this is another.`);
  return free;
}

/** Only what is used is loaded: the servers' clients take a while. */
async function makeParts({ hasServers }: DemoOptions, options: DemoPartsOptions): Promise<DemoParts> {
  if (hasServers) return (await import('./server-parts.ts')).serverParts(options);
  return (await import('./embedded-parts.ts')).embeddedParts(options);
}

async function serve(options: DemoOptions, parts: DemoParts, port: number, signal: AbortSignal): Promise<void> {
  const isServing = !options.isOnce || options.shouldKeep;
  const page = isServing ? await builtPage(log) : noPage;
  const wirePort = await freePort(port + 1);
  const clone = createTwitterClone({ ...options, ...parts, page, port, wirePort, onError: console.error });
  try {
    const { url, wireUrl } = await clone.start({ signal });
    if (options.isOnce) await exportAndVerify(url, options, signal);
    if (!isServing) return;
    log(invitation({ url, wireUrl, isPageBuilt: page.size > 0 }));
    await untilInterrupted(signal);
    log('Stopping ...');
  } finally {
    await clone.close();
  }
}

async function exportAndVerify(url: string, { posts }: DemoOptions, signal: AbortSignal): Promise<void> {
  const line = createProgressLine({ output, title: 'Exporting', expectedRows: posts });
  const exporting = exportOnce({ url, onProgress: line.update, signal });
  const verifying = verifyExport(
    exporting.then(({ link }) => link.url),
    { count: posts },
    { signal },
  );
  // Told in its turn, after the export.
  verifying.catch(() => undefined);
  const { status, link } = await exporting;
  line.end(status.progress.rows);
  log(exportSummary(status, link));
  const verdict = await verifying;
  log(verdictWords(verdict));
  if (!verdict.isEqual) process.exitCode = 1;
}
