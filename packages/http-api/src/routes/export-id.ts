import type { Context } from 'hono';

/** The `:id` of the path, unchecked: the engine finds nothing under an id of another form. */
export function exportIdOf(context: Context): string {
  return context.req.param('id') ?? '';
}
