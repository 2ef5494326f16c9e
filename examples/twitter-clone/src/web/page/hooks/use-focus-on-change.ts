import { type RefObject, useEffect, useRef } from 'react';

/**
 * Moves the keyboard's focus to an element whenever `key` changes, but not at the first sight of it: whoever follows a
 * link to another view, or turns a page, goes on reading there.
 */
export function useFocusOnChange<Target extends HTMLElement>(key: string): RefObject<Target | null> {
  const target = useRef<Target>(null);
  const last = useRef(key);
  useEffect(() => {
    if (last.current === key) return;
    last.current = key;
    target.current?.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }, [key]);
  return target;
}
