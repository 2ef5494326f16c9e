/** The address of a file in a mail: whoever has the token has the file, signed in or not. */
export function fileUrl(applicationUrl: string, exportId: string, token: string | undefined): string {
  const address = `${applicationUrl}/files/${exportId}`;
  return token === undefined ? address : `${address}?access=${encodeURIComponent(token)}`;
}
