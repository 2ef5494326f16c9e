import type { Identities } from '../identities/identities.ts';
import type { Sessions } from './sessions.ts';

/** The demo's users, by their sessions. */
export function sessionIdentities(sessions: Sessions): Identities {
  return {
    async identify({ request }) {
      const user = await sessions.identify(request);
      return user && { owner: user.user, name: user.name, email: user.email };
    },
  };
}
