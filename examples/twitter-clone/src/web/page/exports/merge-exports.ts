import { type Export, isActive } from '../api/exports-api.ts';

/** A list with newer knowledge in it, the newest export first. */
export function mergeExports(known: readonly Export[], news: readonly Export[]): readonly Export[] {
  const byId = new Map(known.map((status) => [status.id, status]));
  for (const status of news) {
    const before = byId.get(status.id);
    if (before === undefined || isNews(before, status)) byId.set(status.id, status);
  }
  return [...byId.values()].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}

/** An answer that was on its way when the export ended must not bring it back to life. */
function isNews(before: Export, status: Export): boolean {
  return isActive(before) || !isActive(status);
}
