import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';

interface ChosenNamespace {
  /** Absent: all namespaces. */
  readonly namespace?: string;
  readonly setNamespace: (namespace: string | undefined) => void;
}

const KEY = 'gantry.namespace';
const Context = createContext<ChosenNamespace>({ setNamespace: () => undefined });

/** The namespace whose objects the lists show, kept for this tab. */
export function NamespaceProvider({ children }: { children: ReactNode }) {
  const [namespace, setState] = useState(() => sessionStorage.getItem(KEY) ?? undefined);
  const setNamespace = useCallback((chosen: string | undefined) => {
    if (chosen === undefined) {
      sessionStorage.removeItem(KEY);
    } else {
      sessionStorage.setItem(KEY, chosen);
    }
    setState(chosen);
  }, []);
  const value = useMemo(() => ({ namespace, setNamespace }), [namespace, setNamespace]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useNamespace(): ChosenNamespace {
  return useContext(Context);
}
