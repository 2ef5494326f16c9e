/** One task at a time for each owner, in the order of arrival. */
export interface OwnerQueue {
  /** Resolves or rejects as the task does. A task that fails holds nobody up. */
  run<Result>(owner: string, task: () => Promise<Result>): Promise<Result>;
  /** Owners with a task under way. */
  readonly size: number;
}

export function createOwnerQueue(): OwnerQueue {
  const lastOf = new Map<string, Promise<void>>();

  return {
    async run(owner, task) {
      const before = lastOf.get(owner);
      const { promise: ended, resolve: end } = Promise.withResolvers<void>();
      lastOf.set(owner, ended);
      try {
        await before;
        return await task();
      } finally {
        end();
        if (lastOf.get(owner) === ended) lastOf.delete(owner);
      }
    },
    get size() {
      return lastOf.size;
    },
  };
}
