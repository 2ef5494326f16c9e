/** A row of the suite. A harness stores it with these three fields. */
export interface ContractRow {
  /** Unique text, growing with `rank`. */
  readonly id: string;
  /** A 64-bit integer, mostly beyond 2^53. The fixture's queries order by it, ascending. Some rows share one. */
  readonly rank: bigint;
  /** Any Unicode text of some 200 bytes. */
  readonly text: string;
}

/** Beyond this, JavaScript numbers leave integers out. */
export const LARGE_RANK: bigint = 2n ** 53n;

const TEXT = 'Zoë says "hi", 漢字 🙂\ttab\nline, \\ and \u2028'.padEnd(180, ' .');

/** Rows with growing ranks, of which the rows 10 to 15 of each hundred share one. */
export function contractRows(count: number, from = 1, firstRank: bigint = LARGE_RANK): readonly ContractRow[] {
  return Array.from({ length: count }, (_, index) => {
    const number = from + index;
    const step = number % 100 > 10 && number % 100 <= 15 ? number - ((number % 100) - 10) : number;
    return { id: `row-${String(number).padStart(6, '0')}`, rank: firstRank + BigInt(step), text: `${number} ${TEXT}` };
  });
}

/** A row as JSON text with every digit, which `JSON.stringify` refuses to write for a bigint. */
export function contractRowJson({ id, rank, text }: ContractRow): string {
  return `{"id":${JSON.stringify(id)},"rank":${rank},"text":${JSON.stringify(text)}}`;
}
