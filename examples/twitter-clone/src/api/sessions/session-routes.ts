import { Hono } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import * as v from 'valibot';
import type { Session } from '../api-types.ts';
import { refusal } from '../http/problems.ts';
import { readJson } from '../http/read-json.ts';
import { type Sessions, sessionCookie, sessionSeconds } from './sessions.ts';
import { findUser, users } from './users.ts';

const signInInput = v.strictObject({ user: v.picklist(users.map(({ user }) => user)) });

/** `GET /users`; `POST`, `GET` and `DELETE /session`. */
export function sessionRoutes(sessions: Sessions): Hono {
  const routes = new Hono();

  routes.get('/users', (context) => context.json({ users }));

  routes.post('/session', async (context) => {
    const user = findUser((await readJson(context.req.raw, signInInput)).user);
    if (user === null) throw refusal(400, 'Bad Request', 'There is no such user.');
    const token = await sessions.issue(user);
    setCookie(context, sessionCookie, token, {
      httpOnly: true,
      sameSite: 'Strict',
      path: '/',
      maxAge: sessionSeconds,
      secure: new URL(context.req.url).protocol === 'https:',
    });
    return context.json({ ...user, token } satisfies Session);
  });

  routes.get('/session', async (context) => {
    const user = await sessions.identify(context.req.raw);
    if (user === null) throw refusal(401, 'Unauthorized', 'Sign in first.');
    return context.json(user satisfies Session);
  });

  routes.delete('/session', (context) => {
    deleteCookie(context, sessionCookie, { path: '/' });
    return context.body(null, 204);
  });

  return routes;
}
