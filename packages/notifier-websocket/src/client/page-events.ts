/** The part of a browser's page that is used; Node has none of it. */
interface Page {
  addEventListener?(type: 'online', listener: () => void, options: { readonly signal: AbortSignal }): void;
  readonly document?: {
    readonly visibilityState: string;
    addEventListener(type: 'visibilitychange', listener: () => void, options: { readonly signal: AbortSignal }): void;
  };
}

/** Calls back when the page is looked at again, or has a network again: the time to see what was missed. */
export function onPageBack(callback: () => void, signal: AbortSignal): void {
  const page = globalThis as Page;
  page.addEventListener?.('online', callback, { signal });
  page.document?.addEventListener(
    'visibilitychange',
    () => {
      if (page.document?.visibilityState === 'visible') callback();
    },
    { signal },
  );
}
