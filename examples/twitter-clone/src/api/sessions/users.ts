import type { User } from '../api-types.ts';

/** There is no password: who signs in as whom is up to whoever tries the demo. */
export const users: readonly User[] = [
  { user: 'ada', name: 'Ada Lovelace', email: 'ada@twitter-clone.example' },
  { user: 'grace', name: 'Grace Hopper', email: 'grace@twitter-clone.example' },
];

export function findUser(name: unknown): User | null {
  return users.find(({ user }) => user === name) ?? null;
}
