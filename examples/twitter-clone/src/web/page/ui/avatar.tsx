import type { ReactNode } from 'react';
import './avatar.css';

const tones = 6;

export interface AvatarProps {
  /** Decides the colour. */
  readonly seed: string;
  /** One or two letters. */
  readonly letters: string;
}

/** A coloured disc that tells people apart at a glance; the name stands beside it. */
export function Avatar({ seed, letters }: AvatarProps): ReactNode {
  const sum = [...seed].reduce((total, character) => total + character.charCodeAt(0), 0);
  return (
    <span className={`avatar avatar-${sum % tones}`} aria-hidden="true">
      {letters}
    </span>
  );
}
