import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDirectory } from './cache.ts';
import { isAnswering } from './http.ts';
import { isMissing, type ProvidedServers, type ServerName, urlOf } from './server-descriptions.ts';

interface State {
  /** Of the process that keeps the servers running. */
  readonly pid: number;
  readonly servers: Partial<ProvidedServers>;
}

/** Tells other processes which servers this one keeps running; remove it before they stop. */
export async function writeState(servers: Partial<ProvidedServers>): Promise<string> {
  const path = statePath();
  const state: State = { pid: process.pid, servers };
  await mkdir(cacheDirectory(), { recursive: true });
  await writeFile(`${path}.${process.pid}`, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.${process.pid}`, path);
  return path;
}

/** Removes the state file if it is this process's own. */
export async function removeState(): Promise<void> {
  if ((await readState())?.pid === process.pid) await rm(statePath(), { force: true });
}

/** The servers another process keeps running: those of the state file that answer, if its process lives. */
export async function sharedServers(): Promise<Partial<ProvidedServers>> {
  const state = await readState();
  if (state === undefined || !isAlive(state.pid)) return {};
  const entries = Object.entries(state.servers) as [ServerName, ProvidedServers[ServerName]][];
  const answering = await Promise.all(
    entries.map(async (entry) => !isMissing(entry[1]) && (await isAnswering(urlOf(entry[1])))),
  );
  return Object.fromEntries(entries.filter((_, index) => answering[index])) as Partial<ProvidedServers>;
}

function statePath(): string {
  return join(cacheDirectory(), 'running-servers.json');
}

async function readState(): Promise<State | undefined> {
  try {
    return JSON.parse(await readFile(statePath(), 'utf8')) as State;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
