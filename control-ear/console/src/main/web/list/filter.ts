import type { KubeObject } from '../api/object';

/**
 * A test for the text of a list's filter. Words are separated by spaces or commas, and all must hold: `app=web` and `tier!=db` are
 * about labels, `app=` holds for any value of the label, anything else is a part of the name.
 */
export function filterTest(text: string): (object: KubeObject) => boolean {
  const tests = text
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .map(wordTest);
  return (object) => tests.every((test) => test(object));
}

function wordTest(word: string): (object: KubeObject) => boolean {
  const label = /^([^=!]+)(!=|==?)(.*)$/.exec(word);
  if (!label) {
    const part = word.toLowerCase();
    return (object) => object.metadata.name.toLowerCase().includes(part);
  }
  const [, key = '', operator, value = ''] = label;
  if (operator === '!=') {
    return (object) => object.metadata.labels?.[key] !== value;
  }
  return (object) => {
    const actual = object.metadata.labels?.[key];
    return value === '' ? actual !== undefined : actual === value;
  };
}
