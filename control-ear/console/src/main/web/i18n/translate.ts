import { en, type Dictionary, type MessageKey } from './en';
import { zh } from './zh';

export const DICTIONARIES = { en, zh } as const satisfies Record<string, Dictionary>;
export type Language = keyof typeof DICTIONARIES;

/** How each language calls itself. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', zh: '中文' };

export type Parameters = Readonly<Record<string, string | number>>;

/** The text of a key, with `{name}` replaced by the parameter of that name. */
export function translate(dictionary: Dictionary, key: MessageKey, parameters: Parameters = {}): string {
  return dictionary[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(parameters[name] ?? whole));
}

/** The first language of the reader's list that the console has, else English. */
export function preferredLanguage(languages: readonly string[]): Language {
  const known = languages.map((tag) => tag.toLowerCase().split('-')[0]).find((tag) => tag !== undefined && tag in DICTIONARIES);
  return (known as Language | undefined) ?? 'en';
}
