/**
 * The file name of a `Content-Disposition` header as a browser reads it: `filename*` (RFC 6266, RFC 8187) before
 * `filename`. For a harness's `fetchLink`.
 */
export function fileNameFromHeader(contentDisposition: string): string | undefined {
  const extended = /(?:^|;)\s*filename\*\s*=\s*UTF-8''([^;\s]+)/i.exec(contentDisposition)?.[1];
  if (extended !== undefined) return decodeURIComponent(extended);
  return /(?:^|;)\s*filename\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(contentDisposition)?.[1]?.replaceAll(/\\(.)/g, '$1');
}
