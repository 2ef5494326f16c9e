import type { Session, User } from '../../../api/api-types.ts';
import { isUnauthorized } from '../api/api-error.ts';
import { createRequestJson } from '../api/request-json.ts';
import type { LocalAccounts } from './accounts.ts';

/** Sessions of the application's own server. */
export function localAccounts(): LocalAccounts {
  const requestJson = createRequestJson();
  return {
    kind: 'local',
    headers: async () => ({}),
    forget: () => {},

    async listUsers(options) {
      return (await requestJson<{ readonly users: readonly User[] }>('/api/users', options)).users;
    },

    async current(options) {
      try {
        return await requestJson<Session>('/api/session', options);
      } catch (error) {
        if (isUnauthorized(error)) return null;
        throw error;
      }
    },

    signIn: (user) => requestJson<Session>('/api/session', { method: 'POST', body: { user } }),
    leave: () => requestJson<void>('/api/session', { method: 'DELETE' }),
  };
}
