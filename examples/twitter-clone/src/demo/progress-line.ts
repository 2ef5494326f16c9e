import type { WriteStream } from 'node:tty';

/** Where the line goes: a terminal or anything else that takes text. */
export type ProgressOutput = Pick<WriteStream, 'write'> & Partial<Pick<WriteStream, 'isTTY' | 'columns'>>;

export interface ProgressLine {
  /** Shows how far it is, at most a few times a second. */
  update(rows: number): void;
  /** Shows the end, and leaves the line. */
  end(rows: number): void;
}

export interface ProgressLineOptions {
  readonly output: ProgressOutput;
  /** What is going on: "Exporting". */
  readonly title: string;
  readonly expectedRows: number;
  /** Milliseconds of a steady clock. @default performance.now */
  readonly now?: (() => number) | undefined;
}

const terminalIntervalMs = 100;
const plainIntervalMs = 2000;
const barWidth = 24;
const eraseLine = '\r\u001b[2K';

/** A bar that is drawn over itself in a terminal; a plain line now and then in a log. */
export function createProgressLine(options: ProgressLineOptions): ProgressLine {
  const { output, title, expectedRows, now = () => performance.now() } = options;
  const isTerminal = output.isTTY === true;
  const startedAt = now();
  let shownAt = startedAt;

  function show(rows: number, isEnd: boolean): void {
    shownAt = now();
    const seconds = (shownAt - startedAt) / 1000;
    const words = describe({ title, rows, expectedRows, seconds, isEnd });
    if (!isTerminal) output.write(`${words}\n`);
    else
      output.write(`${eraseLine}${fitted(`${bar(rows / expectedRows)} ${words}`, output.columns)}${isEnd ? '\n' : ''}`);
  }

  return {
    update(rows) {
      if (now() - shownAt >= (isTerminal ? terminalIntervalMs : plainIntervalMs)) show(rows, false);
    },
    end(rows) {
      show(rows, true);
    },
  };
}

interface Moment {
  readonly title: string;
  readonly rows: number;
  readonly expectedRows: number;
  readonly seconds: number;
  readonly isEnd: boolean;
}

function describe({ title, rows, expectedRows, seconds, isEnd }: Moment): string {
  const rate = seconds > 0 ? rows / seconds : 0;
  const left = rate > 0 ? `${Math.ceil((expectedRows - rows) / rate)} s left` : '';
  const time = isEnd ? `${seconds.toFixed(1)} s` : left;
  const parts = [`${count(rows)} of ${count(expectedRows)} rows`, `${count(rate)} rows/s`, time];
  return `${title} ${parts.filter((part) => part !== '').join(', ')}`;
}

/** Digits in groups of three. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function bar(share: number): string {
  const filled = Math.round(Math.min(1, share) * barWidth);
  return `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}`;
}

/** A line that wraps could not be drawn over. */
function fitted(text: string, columns: number | undefined): string {
  return columns === undefined ? text : text.slice(0, Math.max(1, columns - 1));
}
