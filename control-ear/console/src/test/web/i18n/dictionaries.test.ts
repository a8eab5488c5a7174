import { describe, expect, it } from 'vitest';
import { en } from '../../../main/web/i18n/en';
import { DICTIONARIES, LANGUAGE_NAMES, preferredLanguage, translate } from '../../../main/web/i18n/translate';

const keys = Object.keys(en).sort();
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

describe.each(Object.entries(DICTIONARIES))('the dictionary %s', (language, dictionary) => {
  it('has every key and no other', () => {
    expect(Object.keys(dictionary).sort()).toEqual(keys);
  });

  it('has a text for every key', () => {
    expect(Object.entries(dictionary).filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('has the same placeholders in every text', () => {
    for (const [key, text] of Object.entries(dictionary)) {
      expect({ key, names: placeholders(text) }).toEqual({ key, names: placeholders(en[key as keyof typeof en]) });
    }
  });

  it('has a name to choose it by', () => {
    expect(LANGUAGE_NAMES).toHaveProperty(language);
  });
});

describe('the Chinese dictionary', () => {
  it('is Chinese but for terms that stay as they are', () => {
    const same = Object.entries(DICTIONARIES.zh).filter(([, text]) => !/[\u4e00-\u9fff]/.test(text));
    const terms = ['column.cpu', 'column.podIp', 'detail.yaml', 'list.count', 'overview.requestedText'];
    expect(same.map(([key]) => key).sort()).toEqual(terms);
  });
});

describe('the sources', () => {
  it('use every key', () => {
    const files = import.meta.glob<string>(['../../../main/web/**/*.{ts,tsx}', '!**/i18n/{en,zh}.ts'], {
      query: '?raw',
      import: 'default',
      eager: true,
    });
    const sources = Object.values(files).join('\n');
    expect(keys.filter((key) => !sources.includes(`'${key}'`) && !sources.includes(`"${key}"`))).toEqual([]);
  });
});

describe('translate', () => {
  it.each([
    ['list.count', { shown: 3, total: 10 }, '3 of 10'],
    ['detail.gone', { name: '$& <b>' }, '$& <b> does not exist'],
    ['detail.gone', {}, '{name} does not exist'],
  ] as const)('fills %s', (key, parameters, text) => {
    expect(translate(en, key, parameters)).toBe(text);
  });
});

describe('preferredLanguage', () => {
  it.each([
    [['zh-CN', 'en'], 'zh'],
    [['ZH'], 'zh'],
    [['de-DE', 'zh-TW'], 'zh'],
    [['en-GB', 'zh'], 'en'],
    [['de'], 'en'],
    [[], 'en'],
  ])('of %j is %s', (languages, expected) => {
    expect(preferredLanguage(languages)).toBe(expected);
  });
});
