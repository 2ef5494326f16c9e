import { sign, verify } from 'hono/jwt';

/** Whose export a websocket may hear of. */
export interface Task {
  readonly exportId: string;
  readonly owner: string;
}

/**
 * Tokens that open the wire API's websocket for one export. Unlike a ticket of `/api/push`, one is good for many
 * connections: the seed's client has no way to ask for another when its connection breaks.
 */
export interface TaskTokens {
  issue(task: Task): Promise<string>;
  /** `null` for a token that is forged or too old. */
  verify(token: string): Promise<Task | null>;
}

const algorithm = 'HS256';
const lifeSeconds = 24 * 60 * 60;

export function createTaskTokens({ secret }: { readonly secret: string }): TaskTokens {
  return {
    issue({ exportId, owner }) {
      const exp = Math.floor(Date.now() / 1000) + lifeSeconds;
      return sign({ sub: owner, jti: exportId, exp }, secret, algorithm);
    },
    async verify(token) {
      const payload = await verify(token, secret, algorithm).catch(() => null);
      const { jti: exportId, sub: owner } = payload ?? {};
      return typeof exportId === 'string' && typeof owner === 'string' ? { exportId, owner } : null;
    },
  };
}
