/** What is searched for, as the form and the address have it: empty for not asked. */
export interface Search {
  readonly text: string;
  /** `2022-01-31`, in UTC. */
  readonly from: string;
  /** The same; that day is included. */
  readonly to: string;
}

export const everything: Search = { text: '', from: '', to: '' };

export function isEverything({ text, from, to }: Search): boolean {
  return text === '' && from === '' && to === '';
}
