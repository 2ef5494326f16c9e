import { httpProblem } from '../problems/http-problem.ts';

/**
 * The header `Idempotency-Key`, of draft-ietf-httpapi-idempotency-key-header. Taken as it is written: the draft's quotes
 * belong to the key, so that clients of either habit are served.
 *
 * @throws ExportApiProblem 400
 */
export function idempotencyKeyOf(request: Request): string | undefined {
  const key = request.headers.get('Idempotency-Key') ?? undefined;
  if (key === undefined || /^[\x21-\x7e]{1,256}$/.test(key)) return key;
  throw httpProblem('HTTP_PARAMETER_INVALID', {
    errors: [{ path: 'Idempotency-Key', message: 'It must have 1 to 256 visible ASCII characters, without spaces.' }],
  });
}
