import { type Context, Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { PageFile, PageFiles } from './page-files.ts';

const yearSeconds = 365 * 24 * 60 * 60;
/** Vite puts a digest into the names of what lies here. */
const assetsFolder = '/assets/';

/**
 * Nothing from elsewhere, no inline script. Mails are shown in a frame without a source of its own, which these rules bind
 * as well: hence the style attributes.
 */
const contentSecurityPolicy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  styleSrcAttr: ["'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  manifestSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
};

const notBuilt = `The page is not built; the API works all the same.
Start the application by "npm run demo", which builds the page.
`;

/** The page, for every `GET` that no other route has taken. */
export function pageRoutes(files: PageFiles): Hono {
  const routes = new Hono();
  routes.use(secureHeaders({ contentSecurityPolicy, referrerPolicy: 'same-origin', strictTransportSecurity: false }));
  // A page that is served elsewhere, as on AWS, finds a file there that says who signs people in and where the API is.
  routes.get('/config.json', (context) => context.json({ signIn: { kind: 'local' } }));
  routes.get('*', (context) => {
    const file = files.get(context.req.path);
    if (file !== undefined) return send(context, file);
    // The page has addresses of its own, which only it knows; a missing file is none of them.
    const index = files.get('/index.html');
    const isAddress = !/\.\w+$/.test(context.req.path);
    if (!isAddress) return context.notFound();
    return index === undefined ? context.text(notBuilt, 404) : send(context, index);
  });
  return routes;
}

function send(context: Context, { bytes, type, tag }: PageFile): Response {
  const isAsset = context.req.path.startsWith(assetsFolder);
  context.header('cache-control', isAsset ? `public, max-age=${yearSeconds}, immutable` : 'no-cache');
  context.header('etag', tag);
  if (context.req.header('if-none-match') === tag) return context.body(null, 304);
  return context.body(bytes, 200, { 'content-type': type });
}
