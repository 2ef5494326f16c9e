import { domainToASCII } from 'node:url';
import { checkOptions, custom, optional } from '@export-engine/core';
import { isDisplayName } from './one-line.ts';

/** One mailbox. */
export interface EmailAddress {
  /**
   * `local@domain`, exactly one. The local part is ASCII without quotes, for mail to others needs servers that not
   * everybody has (SMTPUTF8); a domain in other scripts is kept in its ASCII form (`xn--…`).
   */
  readonly address: string;
  /** What mail programs show in its place, any text on one line, without `=?`, at most 200 characters. */
  readonly name?: string | undefined;
}

/** RFC 5321, 4.5.3.1: 64 octets before the @, 255 after it, 254 for both in a path. */
const maxLocalLength = 64;
const maxAddressLength = 254;
const maxNameLength = 200;

/** RFC 5322 dot-atom. */
const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
/** Before IDNA, which would read `%41` and full-width dots its own way. */
const domainCharacters = /^[\p{L}\p{M}\p{N}.-]+$/u;
const domainName = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;

const expectedAddress = 'one e-mail address (name@example.com, ASCII before the @, at most 254 characters)';
const expectedName = `text on one line of at most ${maxNameLength} characters, without "=?"`;

/**
 * The settled form of an address as an option or a recipient gives it. No I/O.
 *
 * @param owner Whose option it is, for the message: `emailNotifier()`.
 * @param option Its name: `from`.
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`; the message does not repeat the address.
 */
export function settleAddress(owner: string, option: string, value: unknown): EmailAddress {
  checkOptions<Record<string, unknown>>(
    owner,
    { [option]: value },
    { [option]: custom('an e-mail address, or an object with "address" and perhaps "name"', isTextOrObject) },
  );
  const given: unknown = typeof value === 'string' ? { address: value } : value;
  checkOptions<EmailAddress>(`${owner}: ${option}`, given, {
    address: custom(expectedAddress, (address) => settledText(address) !== undefined),
    name: optional(custom(expectedName, isName)),
  });
  const address = settledText(given.address) ?? '';
  const name = given.name?.trim() ?? '';
  return name === '' ? { address } : { address, name };
}

function isTextOrObject(value: unknown): boolean {
  return typeof value === 'string' || (typeof value === 'object' && value !== null && !Array.isArray(value));
}

function settledText(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > maxAddressLength) return undefined;
  const [local = '', domain = '', ...rest] = value.split('@');
  if (rest.length > 0 || local.length > maxLocalLength || !localPart.test(local)) return undefined;
  const asciiDomain = domainCharacters.test(domain) ? domainToASCII(domain) : '';
  const address = `${local}@${asciiDomain}`;
  return domainName.test(asciiDomain) && address.length <= maxAddressLength ? address : undefined;
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value.length <= maxNameLength && isDisplayName(value);
}
