import type { Mail } from '../../../api/api-types.ts';
import { requestJson } from './request-json.ts';

/** The newest first. */
export async function listMails(options: { signal: AbortSignal }): Promise<readonly Mail[]> {
  return (await requestJson<{ readonly mails: readonly Mail[] }>('/api/mailbox', options)).mails;
}
