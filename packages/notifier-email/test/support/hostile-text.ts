import fc from 'fast-check';

/** Text as an attacker of mail headers writes it, and as people do: all of Unicode, and what means something in a header. */
export function hostileText(maxLength: number): fc.Arbitrary<string> {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 10 }),
    fc.string({ unit: 'grapheme', maxLength: 10 }),
    fc.constantFrom(
      '\r\n',
      '\n',
      '\r',
      '\0',
      '\r\nBcc: eve@evil.example\r\n',
      '\nSubject: other\n\nbody',
      '\u0085X-Evil: 1',
      '\u2028Bcc: eve@evil.example',
      '\u202egpj.exe',
      '\ud800',
      '"',
      '\\',
      '<eve@evil.example>',
      ', eve@evil.example',
      'Group: eve@evil.example;',
      '=?utf-8?B?DQpCY2M6IGV2ZQ==?=',
      '=?utf-8?Q?=0D=0ABcc:_eve?=',
      '--boundary',
      '\r\n.\r\n',
      '<script>alert(1)</script>',
      '&amp;',
      'Überblick 漢字 😀',
      ' '.repeat(5),
      'x'.repeat(120),
    ),
  );
  return fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join('').slice(0, maxLength));
}
