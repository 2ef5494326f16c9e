import type { Context } from 'hono';
import { accepts } from 'hono/accepts';

/** Whether the client prefers JSON to being sent on. A browser that follows a link doesn't, nor who accepts anything. */
export function wantsJson(context: Context): boolean {
  const supports = ['text/html', 'application/json'];
  return accepts(context, { header: 'Accept', supports, default: 'text/html' }) === 'application/json';
}
