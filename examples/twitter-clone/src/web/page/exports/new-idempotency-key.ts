const bytes = 16;

/** 32 hexadecimal digits. `crypto.randomUUID` would not be there on a page of plain HTTP that is not on this machine. */
export function newIdempotencyKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
