import { Hono } from 'hono';
import { pageInput } from '../search/page-input.ts';
import type { SearchBackend } from '../search/search-backend.ts';
import { searchInput } from '../search/search-input.ts';
import type { PostsPage } from './api-types.ts';
import { check } from './http/read-json.ts';
import { callOf, type Identities, signedIn } from './identities/identities.ts';

/** `GET /posts?text=&from=&to=&page=1&pageSize=20` */
export function postsRoutes(identities: Identities, backend: Pick<SearchBackend, 'search'>): Hono {
  const routes = new Hono();
  routes.get('/posts', async (context) => {
    await signedIn(identities, callOf(context));
    const { page, pageSize, ...search } = context.req.query();
    const criteria = check(search, searchInput);
    const wanted = check({ page: numberOf(page), pageSize: numberOf(pageSize) }, pageInput);
    const { total, posts } = await backend.search(criteria, { ...wanted, signal: context.req.raw.signal });
    return context.json({ total, ...wanted, posts } satisfies PostsPage);
  });
  return routes;
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
