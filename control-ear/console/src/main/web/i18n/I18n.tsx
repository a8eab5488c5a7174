import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { stored } from '../app/stored';
import type { MessageKey } from './en';
import { DICTIONARIES, preferredLanguage, translate, type Language, type Parameters } from './translate';

export type Translate = (key: MessageKey, parameters?: Parameters) => string;

interface I18n {
  readonly t: Translate;
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
}

const choice = stored<Language>(() => localStorage, 'gantry.language', Object.keys(DICTIONARIES) as Language[]);
const Context = createContext<I18n | undefined>(undefined);

/** Gives the texts of the chosen language, at first the browser's. */
export function I18nProvider({ children }: { children: ReactNode }) {
  const [language, setLanguageState] = useState(() => choice.read() ?? preferredLanguage(navigator.languages));
  const setLanguage = useCallback((chosen: Language) => {
    choice.write(chosen);
    setLanguageState(chosen);
  }, []);
  const value = useMemo<I18n>(
    () => ({ t: (key, parameters) => translate(DICTIONARIES[language], key, parameters), language, setLanguage }),
    [language, setLanguage],
  );
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = value.t('app.title');
  }, [language, value]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useI18n(): I18n {
  const value = useContext(Context);
  if (!value) {
    throw new Error('no I18nProvider above');
  }
  return value;
}
