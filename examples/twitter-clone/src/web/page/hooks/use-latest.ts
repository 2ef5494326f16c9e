import { type RefObject, useLayoutEffect, useRef } from 'react';

/** A box with the value of the last render, for callbacks that outlive a render and need not run anew for each. */
export function useLatest<Value>(value: Value): Readonly<RefObject<Value>> {
  const box = useRef(value);
  useLayoutEffect(() => {
    box.current = value;
  });
  return box;
}
