import type { Locator } from 'playwright-core';

/** What a progress bar showed at one moment. */
export interface Glance {
  readonly rows: number;
  readonly words: string;
}

/** Looks at a running export's card until its bar is gone, and gives back each different sight of it. */
export async function watchProgress(card: Locator): Promise<readonly Glance[]> {
  const glances: Glance[] = [];
  const bar = card.getByRole('progressbar');
  await bar.waitFor();
  for (;;) {
    const [rows] = await bar.evaluateAll((bars) =>
      bars.map((element) => (element as unknown as { value: number }).value),
    );
    const [words] = await card.locator('.export-progress-bar-words').allTextContents();
    if (rows === undefined || words === undefined) return glances;
    if (glances.at(-1)?.rows !== rows) glances.push({ rows, words });
  }
}

/** Waits until an export has a row at least. */
export async function waitForRows(card: Locator): Promise<void> {
  await card.getByText(/^[1-9][\d,]* of [\d,]+ rows/).waitFor();
}
