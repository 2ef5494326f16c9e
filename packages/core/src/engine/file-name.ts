import { ExportEngineError } from '../errors/index.ts';

/** Characters that no file system or `Content-Disposition` header carries safely: controls and path separators. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const forbidden = /[\u0000-\u001f\u007f-\u009f/\\\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

/**
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID` for a name with control, bidirectional or path characters, of dots
 * only, or that is not well-formed Unicode
 */
export function checkFileName(fileName: string): void {
  if (!forbidden.test(fileName) && !/^\.*$/.test(fileName.trim()) && fileName.isWellFormed()) return;
  throw new ExportEngineError(
    'EXPORT_OPTIONS_INVALID',
    'export request: option "fileName" must be well-formed text without control characters, slashes or only dots; got a string with some.',
    { details: { owner: 'export request', option: 'fileName' } },
  );
}
