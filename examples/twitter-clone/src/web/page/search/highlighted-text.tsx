import type { ReactNode } from 'react';
import { highlight } from '../format/highlight.ts';

/** A text in which the words that were searched for are marked. */
export function HighlightedText({ text, search }: { readonly text: string; readonly search: string }): ReactNode {
  return highlight(text, search).map((stretch, index) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: a text's stretches are never reordered.
    return stretch.isHit ? <mark key={index}>{stretch.text}</mark> : stretch.text;
  });
}
