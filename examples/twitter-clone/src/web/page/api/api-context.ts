import { type Context, createContext, useContext } from 'react';
import type { Api } from './api.ts';

/** The API of whoever is signed in. */
export const ApiContext: Context<Api | null> = createContext<Api | null>(null);

/** @throws Error outside of `ApiContext` */
export function useApi(): Api {
  const api = useContext(ApiContext);
  if (api === null) throw new Error('There is no ApiContext around this component.');
  return api;
}
