import { Hono } from 'hono';
import type { Sessions } from '../sessions/sessions.ts';
import type { Mailbox } from './mailbox.ts';

/** `GET /mailbox`: the mails to whoever is signed in, and to nobody else. */
export function mailboxRoutes(sessions: Sessions, mailbox: Mailbox): Hono {
  const routes = new Hono();
  routes.get('/mailbox', async (context) => {
    const { raw } = context.req;
    const { email } = await sessions.user(raw);
    return context.json({ mails: await mailbox.list(email, { signal: raw.signal }) });
  });
  return routes;
}
