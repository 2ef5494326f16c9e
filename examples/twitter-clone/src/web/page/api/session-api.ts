import type { Session, User } from '../../../api/api-types.ts';
import { isUnauthorized } from './api-error.ts';
import { type RequestOptions, requestJson } from './request-json.ts';

type Options = Pick<RequestOptions, 'signal'>;

export async function listUsers(options: Options): Promise<readonly User[]> {
  return (await requestJson<{ readonly users: readonly User[] }>('/api/users', options)).users;
}

/** Who is signed in; null when nobody is. */
export async function currentSession(options: Options): Promise<Session | null> {
  try {
    return await requestJson<Session>('/api/session', options);
  } catch (error) {
    if (isUnauthorized(error)) return null;
    throw error;
  }
}

export async function signIn(user: User['user']): Promise<Session> {
  return requestJson<Session>('/api/session', { method: 'POST', body: { user } });
}

export async function signOut(): Promise<void> {
  await requestJson('/api/session', { method: 'DELETE' });
}
