import type { JsonValue, Notifier } from '../../contracts/index.ts';
import type { ContractHarness, NoCapabilities } from '../contract-case.ts';

/** How the next delivery is to fail in the real backend (the mail server, the socket). */
export interface DeliveryFailure {
  /** Whether the backend says that another try can help. */
  readonly kind: 'transient' | 'permanent';
  /** Text that the backend's own error contains, as a password or a row would be; no error message may repeat it. */
  readonly secret: string;
}

/** One isolated backend for one case: a mailbox, an open socket. */
export interface NotifierFixture {
  /** A fresh instance on this backend, as another process would make it. Called many times. */
  connect(): Notifier;
  /** Somebody who can be reached, as a request says it. */
  readonly recipient: JsonValue;
  /** What `validateRecipient` must refuse, at least one for each field. */
  readonly invalidRecipients: readonly unknown[];
  /**
   * Back door: the messages that arrived at the recipient, in order, each as the text a reader or a program gets:
   * decoded, with subject or type, body and all.
   */
  received(): Promise<readonly string[]>;
  /** Back door: makes the next delivery fail, once. */
  failNext(failure: DeliveryFailure): void;
}

/**
 * How the suite gets at a notifier. @see ContractHarness for its duties.
 *
 * @typeParam Fixture The fixture with whatever else `tearDown` needs.
 */
export interface NotifierHarness<Fixture extends NotifierFixture = NotifierFixture>
  extends ContractHarness<Fixture, NoCapabilities> {}
