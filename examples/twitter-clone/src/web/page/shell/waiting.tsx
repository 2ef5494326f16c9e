import type { ReactNode } from 'react';
import { Brand } from '../ui/brand.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import './waiting.css';

/** Before the page knows who is signed in. */
export function Waiting({ problem }: { readonly problem: string | null }): ReactNode {
  return (
    <main className="waiting" aria-busy={problem === null}>
      <h1>
        <Brand />
      </h1>
      <ProblemNote words={problem} />
      {problem !== null && <p className="muted">Trying again by itself …</p>}
    </main>
  );
}
