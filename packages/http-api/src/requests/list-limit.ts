import { httpProblem } from '../problems/http-problem.ts';

const maxLimit = 1000;

/** The parameter `limit` of a list. @throws ExportApiProblem 400 */
export function listLimitOf(values: readonly string[]): number | undefined {
  if (values.length === 0) return undefined;
  const [text = ''] = values;
  const limit = Number(text);
  if (values.length === 1 && /^[0-9]{1,4}$/.test(text) && limit >= 1 && limit <= maxLimit) return limit;
  throw httpProblem('HTTP_PARAMETER_INVALID', {
    errors: [{ path: 'limit', message: `It must be given once, as an integer from 1 to ${maxLimit}.` }],
  });
}
