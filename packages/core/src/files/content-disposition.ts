/** Longest name that common file systems store (`NAME_MAX`), in bytes of UTF-8. */
const MAX_NAME_BYTES = 255;

/**
 * A `Content-Disposition: attachment` header value (RFC 6266) for a file name of any Unicode text: plain ASCII, safe
 * against header injection. Old clients read `filename`, all others `filename*` (RFC 8187), which has the whole name.
 *
 * Control characters and path separators become `_`; a name of more than 255 bytes is cut before its extension.
 */
export function contentDisposition(fileName: string): string {
  const name = safeFileName(fileName);
  return `attachment; filename="${asciiName(name)}"; filename*=UTF-8''${extendedValue(name)}`;
}

/** The name as every file system can store it. */
export function safeFileName(fileName: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must go.
  const clean = fileName.toWellFormed().replace(/[\u0000-\u001f\u007f-\u009f/\\]/g, '_');
  const cut = cutToBytes(clean, MAX_NAME_BYTES);
  return /^\.*$/.test(cut) ? 'export' : cut;
}

function cutToBytes(name: string, maxBytes: number): string {
  if (Buffer.byteLength(name) <= maxBytes) return name;
  const extension = /\.[A-Za-z0-9.]{1,15}$/.exec(name)?.[0] ?? '';
  let stem = '';
  let room = maxBytes - extension.length;
  for (const character of name.slice(0, name.length - extension.length)) {
    room -= Buffer.byteLength(character);
    if (room < 0) break;
    stem += character;
  }
  return stem + extension;
}

/** For a quoted string; `%` goes too, because some browsers decode it there. */
function asciiName(name: string): string {
  return name.replace(/[^\x20-\x7e]|["%\\]/gu, '_');
}

/** RFC 8187 `ext-value`: everything but `attr-char` percent-encoded. */
function extendedValue(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
