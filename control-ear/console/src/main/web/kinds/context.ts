import { createContext, useContext } from 'react';
import type { ListedKind } from './all';

const Context = createContext<readonly ListedKind[]>([]);

/** Tells the parts of the console which kinds have pages. */
export const KindsProvider = Context.Provider;

/** The kind that a reference names, if it has pages. */
export function useKindNamed(name: string | undefined): ListedKind | undefined {
  return useContext(Context).find((kind) => kind.resource.kind === name);
}
