import { type ReactNode, useEffect, useRef } from 'react';
import { useDocumentTitle } from '../hooks/use-document-title.ts';
import { Brand } from '../ui/brand.tsx';
import './sign-in.css';

export interface SignInCardProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** What stands before everything else. Whoever comes here, also from another step of it, hears its title. */
export function SignInCard({ title, children }: SignInCardProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useDocumentTitle('Sign in');
  // biome-ignore lint/correctness/useExhaustiveDependencies: another title is another step.
  useEffect(() => heading.current?.focus(), [title]);
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <Brand />
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children}
      </div>
    </main>
  );
}
