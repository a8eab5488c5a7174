import { useCallback, useState } from 'react';
import { stored } from './stored';

export type Theme = 'light' | 'dark';

const choice = stored<Theme>(() => localStorage, 'gantry.theme', ['light', 'dark']);

function show(theme: Theme): void {
  document.documentElement.classList.toggle('pf-v6-theme-dark', theme === 'dark');
}

export function initialTheme(): Theme {
  return choice.read() ?? (window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
}

/** Before the first page is drawn, so that it does not flash. */
export function showInitialTheme(): void {
  show(initialTheme());
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(initialTheme);
  const change = useCallback((chosen: Theme) => {
    choice.write(chosen);
    show(chosen);
    setTheme(chosen);
  }, []);
  return [theme, change];
}
