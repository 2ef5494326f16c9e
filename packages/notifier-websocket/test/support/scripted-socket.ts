import type { WebSocketLike } from '../../src/client/index.ts';
import type { ServerFrame } from '../../src/wire/frames.ts';

/** What becomes of one try to connect. */
export type Attempt =
  /** Closed before it opens. */
  | { readonly kind: 'refused'; readonly afterMs: number }
  /** Never opens, never fails. */
  | { readonly kind: 'silent' }
  /** Opens, and drops without an answer. */
  | { readonly kind: 'unanswered'; readonly afterMs: number }
  | LiveAttempt;

/** Opens, answers, and drops after a while. */
export interface LiveAttempt {
  readonly kind: 'live';
  readonly afterMs: number;
  readonly lifeMs: number;
  readonly isPushLost: boolean;
  /** Instead of dropping it goes dead without a word. */
  readonly isHalfOpen: boolean;
}

export interface ScriptedSocketOptions {
  readonly attempt: Attempt;
  readonly onClose: () => void;
  readonly onTicket: (ticket: string) => void;
  /** Subscribes the socket. @returns what it is sent at once */
  readonly onSubscribe: (push: (frame: ServerFrame) => void) => readonly ServerFrame[];
}

/** The client's end of a socket that behaves as its attempt says, on timers alone: for fake clocks. */
export function scriptedSocket({ attempt, onClose, onTicket, onSubscribe }: ScriptedSocketOptions): WebSocketLike {
  const listeners = new Map<string, (event: unknown) => void>();
  const timers: ReturnType<typeof setTimeout>[] = [];
  let isOpen = true;
  let isDead = false;

  if (attempt.kind === 'refused') later(attempt.afterMs, drop);
  if (attempt.kind === 'live' || attempt.kind === 'unanswered') later(1, () => emit('open', {}));

  return {
    addEventListener(type, listener) {
      listeners.set(type, listener);
    },
    send(text) {
      if (!isOpen) throw new Error('InvalidStateError');
      const frame = JSON.parse(text);
      if (frame.action === 'ping') receive({ type: 'pong' });
      else subscribe(frame.ticket);
    },
    close: end,
  };

  function subscribe(ticket: string): void {
    onTicket(ticket);
    if (attempt.kind === 'unanswered') later(attempt.afterMs, drop);
    if (attempt.kind === 'live') later(attempt.afterMs, () => serve(attempt));
  }

  function serve({ isPushLost, isHalfOpen, lifeMs }: LiveAttempt): void {
    const answers = onSubscribe((frame) => {
      if (!isPushLost) receive(frame);
    });
    for (const frame of answers) receive(frame);
    if (isHalfOpen) later(lifeMs, die);
    else later(lifeMs, drop);
  }

  function receive(frame: ServerFrame): void {
    if (isOpen && !isDead) emit('message', { data: JSON.stringify(frame) });
  }

  function die(): void {
    isDead = true;
  }

  function drop(): void {
    end();
    emit('close', {});
  }

  function end(): void {
    if (isOpen) onClose();
    isOpen = false;
    for (const timer of timers) clearTimeout(timer);
  }

  function later(ms: number, callback: () => void): void {
    if (isOpen) timers.push(setTimeout(callback, ms));
  }

  function emit(type: string, event: unknown): void {
    listeners.get(type)?.(event);
  }
}
