import type { Context } from 'hono';
import type { ExportApiSettings } from '../export-api-options.ts';
import { httpProblem } from '../problems/http-problem.ts';

/** Who sends a request. Holds whatever `resolve` needs besides. */
export interface ExportApiIdentity {
  /** Whose exports are seen and started, 1 to 256 characters: the user's or the tenant's id. */
  readonly owner: string;
}

/** What `fetch` was called with besides the request, as Hono hands it on. */
interface ExportApiEnv {
  readonly Bindings: { readonly environment: unknown };
}

/**
 * Asks the application who it is.
 *
 * @throws ExportApiProblem 401
 * @throws TypeError when the application returns something else than an identity
 */
export async function identifyOwner<Identity extends ExportApiIdentity>(
  { identify, challenge }: Pick<ExportApiSettings<Identity>, 'identify' | 'challenge'>,
  { req: { raw: request }, env }: Context<ExportApiEnv>,
): Promise<Identity> {
  const identity: Identity | null | undefined = await identify(request, env.environment);
  if (identity === null || identity === undefined) {
    // RFC 9110 wants a challenge with each 401; of a session by cookie there is none to name.
    const headers = challenge === undefined ? {} : { 'WWW-Authenticate': challenge };
    throw httpProblem('HTTP_UNAUTHENTICATED', { headers });
  }
  const { owner }: { readonly owner: unknown } = identity;
  if (typeof owner === 'string' && owner.length >= 1 && owner.length <= 256) return identity;
  throw new TypeError(
    'createExportApi(): "identify" must return null or an object with an owner of 1 to 256 characters.',
  );
}
