import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';

const Context = createContext(0);
const TICK = 1000;

/** Lets ages on the page grow: one clock for all of them. */
export function NowProvider({ children }: { children: ReactNode }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK);
    return () => clearInterval(timer);
  }, []);
  return <Context.Provider value={now}>{children}</Context.Provider>;
}

/** The time in milliseconds, new every second. */
export function useNow(): number {
  return useContext(Context);
}
