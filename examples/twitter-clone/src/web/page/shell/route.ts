import { everything, type Search } from '../search/search.ts';

/** Which view is shown. It lives in the address, so that a reload and the back button keep it. */
export type Route =
  | { readonly view: 'search'; readonly search: Search; readonly page: number }
  | { readonly view: 'exports' }
  | { readonly view: 'mailbox' };

export type View = Route['view'];

/** The search for everything. */
export const searchRoute: Route = { view: 'search', search: everything, page: 1 };

/** Reads `#/search?text=coffee&page=2`; anything else is the search for everything. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  if (path === 'exports' || path === 'mailbox') return { view: path };
  const parameters = new URLSearchParams(query);
  const value = (name: keyof Search): string => parameters.get(name) ?? everything[name];
  const page = Number(parameters.get('page') ?? 1);
  return {
    view: 'search',
    search: { text: value('text'), from: value('from'), to: value('to') },
    page: Number.isInteger(page) && page >= 1 ? page : 1,
  };
}

/** The other way round, for links. */
export function routeHash(route: Route): string {
  if (route.view !== 'search') return `#/${route.view}`;
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(route.search)) if (value !== '') parameters.set(name, value);
  if (route.page > 1) parameters.set('page', String(route.page));
  return parameters.size === 0 ? '#/search' : `#/search?${parameters}`;
}
