import { Hono } from 'hono';
import { callOf, type Identities, signedIn } from '../identities/identities.ts';
import type { Mailbox } from './mailbox.ts';

/** `GET /mailbox`: the mails to whoever is signed in, and to nobody else. */
export function mailboxRoutes(identities: Identities, mailbox: Mailbox): Hono {
  const routes = new Hono();
  routes.get('/mailbox', async (context) => {
    const { email } = await signedIn(identities, callOf(context));
    const { signal } = context.req.raw;
    return context.json({ mails: email === null ? [] : await mailbox.list(email, { signal }) });
  });
  return routes;
}
