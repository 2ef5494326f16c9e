import fc from 'fast-check';
import type { RowBatch } from '../../src/contracts/index.ts';
import { rawDocument } from './raw-documents.ts';

export interface RawPage {
  readonly batch: Extract<RowBatch, { kind: 'json' }>;
  /** Number of its documents. */
  readonly count: number;
}

interface Wrapping {
  readonly documentPath: readonly string[];
  readonly common: (document: string) => string;
  /** With white space, with the wanted key twice, or without it. */
  readonly odd: (document: string) => string;
}

const wrappings: readonly Wrapping[] = [
  {
    documentPath: ['_source'],
    common: (document) => `{"_id":"1","_score":1.0,"_source":${document},"sort":[1]}`,
    odd: (document) => ` { "_source" : ${document} } `,
  },
  {
    documentPath: ['_source'],
    common: (document) => `{"_sourced":{},"_source":${document}}`,
    odd: (document) => `{"_source":{},"_source":${document}}`,
  },
  {
    documentPath: ['hit', '_source'],
    common: (document) => `{"_source":1,"hit":{"_source":${document},"x":[{}]}}`,
    odd: (document) => `{"hit":{"_source":${document},"\\u005fsource":{}}}`,
  },
  { documentPath: [], common: (document) => document, odd: (document) => `\t${document}\n` },
  {
    documentPath: ['a"b'],
    common: (document) => `{"a\\"b":${document}}`,
    odd: (document) => `{"a":${document}}`,
  },
];

/** Pages of 1 to so many documents, few of them in an odd place. */
export function rawPage(maxDocuments: number): fc.Arbitrary<RawPage> {
  const documents = fc.array(rawDocument, { minLength: 1, maxLength: maxDocuments, size: 'max' });
  const oddIndex = fc.nat({ max: maxDocuments * 10 });
  return fc
    .tuple(documents, fc.constantFrom(...wrappings), oddIndex)
    .map(([texts, { documentPath, common, odd }, oddOne]) => {
      const elements = texts.map((text, index) => (index === oddOne ? odd(text) : common(text)));
      const bytes = Buffer.from(`[${elements.join(',')}]`);
      return { batch: { kind: 'json', bytes, documentPath }, count: texts.length };
    });
}

/** A page of which one character is another one, or gone. */
export const damagedPage: fc.Arbitrary<RawPage> = fc
  .tuple(rawPage(2), fc.nat(), fc.constantFrom('', '"', '\\', ',', ':', '0', '-', '.', 'e', '{', ']', '\u0001', '\0'))
  .map(([{ batch, count }, at, piece]) => {
    const text = Buffer.from(batch.bytes).toString();
    const position = at % text.length;
    const bytes = Buffer.from(text.slice(0, position) + piece + text.slice(position + 1));
    return { batch: { ...batch, bytes }, count };
  });
