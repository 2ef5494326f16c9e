import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';

const AnnounceContext = createContext<(words: string) => void>(() => {});

/** Says something to those who hear the page, without a change that is seen. */
export function useAnnounce(): (words: string) => void {
  return useContext(AnnounceContext);
}

/** Holds the live region; it must be in the page before anything is said. */
export function Announcer({ children }: { readonly children: ReactNode }): ReactNode {
  const [words, setWords] = useState('');
  // The same words twice are no change, and not read again; a trailing blank makes them one.
  const announce = useCallback((text: string) => setWords((last) => (last === text ? `${text} ` : text)), []);
  return (
    <AnnounceContext value={announce}>
      {children}
      <div className="visually-hidden" role="status">
        {words}
      </div>
    </AnnounceContext>
  );
}
