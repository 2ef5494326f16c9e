import { setImmediate as nextTurn } from 'node:timers/promises';

/** Holds asynchronous calls until it is their turn. */
export interface Gate {
  /** The object with every method held before it does anything. The iteration of `list` is held before each item. */
  guard<Target extends object>(target: Target): Target;
}

export interface World {
  readonly tasks: readonly (() => Promise<void>)[];
  check(order: string): Promise<void> | void;
}

/**
 * Runs tasks in every order in which their held calls can interleave, each order in a world of its own. All that the tasks
 * wait for must be held calls or settled promises.
 *
 * @returns how many orders there were
 */
export async function runEveryInterleaving(setUp: (gate: Gate) => World): Promise<number> {
  let orders = 0;
  for (let order: readonly number[] | undefined = []; order !== undefined; orders += 1) {
    const held: (() => void)[] = [];
    const hold = (): Promise<void> => new Promise((resolve) => void held.push(resolve));
    const world = setUp({ guard: (target) => guarded(target, hold) });
    const choices = await run(world, held, order);
    await world.check(choices.map(({ chosen }) => chosen).join(''));
    order = nextOrder(choices);
  }
  return orders;
}

interface Choice {
  readonly chosen: number;
  readonly among: number;
}

/** Lets one held call go at a time: as `order` says, then always the oldest. */
async function run({ tasks }: World, held: (() => void)[], order: readonly number[]): Promise<readonly Choice[]> {
  const choices: Choice[] = [];
  const over = Promise.all(tasks.map((task) => task()));
  over.catch(() => {});
  for (;;) {
    await nextTurn();
    if (held.length === 0) break;
    const choice = { chosen: order[choices.length] ?? 0, among: held.length };
    choices.push(choice);
    held.splice(choice.chosen, 1)[0]?.();
  }
  await over;
  return choices;
}

/** The order in which the last choice that has an alternative left takes it. */
function nextOrder(choices: readonly Choice[]): readonly number[] | undefined {
  const last = choices.findLastIndex(({ chosen, among }) => chosen + 1 < among);
  if (last === -1) return undefined;
  return [...choices.slice(0, last).map(({ chosen }) => chosen), (choices[last]?.chosen ?? 0) + 1];
}

function guarded<Target extends object>(target: Target, hold: () => Promise<void>): Target {
  return new Proxy(target, {
    get(object, key) {
      const member: unknown = Reflect.get(object, key);
      if (typeof member !== 'function') return member;
      return (...call: unknown[]) => {
        if (key === 'list') return heldItems(() => member.apply(object, call), hold);
        return hold().then(() => member.apply(object, call));
      };
    },
  });
}

async function* heldItems(iterate: () => AsyncIterable<unknown>, hold: () => Promise<void>): AsyncGenerator<unknown> {
  await hold();
  for await (const item of iterate()) {
    yield item;
    await hold();
  }
}
