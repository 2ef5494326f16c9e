import type { Slots } from '../timing/slots.ts';

/** One holder's place among the slots. Taking it twice, or giving back what is not held, changes nothing. */
export interface Seat {
  /** @throws the signal's reason when it is aborted first */
  take(): Promise<void>;
  giveBack(): void;
}

export function seatAt(slots: Slots, signal: AbortSignal): Seat {
  let isHeld = false;

  return {
    async take() {
      if (isHeld) return;
      await slots.take(signal);
      isHeld = true;
    },
    giveBack() {
      if (isHeld) slots.giveBack();
      isHeld = false;
    },
  };
}
