import { describe, expect, it } from 'vitest';
import { selectorText } from '../../../main/web/api/selector';

describe('a selector as text', () => {
  it.each([
    [undefined, ''],
    [{}, ''],
    [{ app: 'web', tier: 'front' }, 'app=web,tier=front'],
    [{ matchLabels: { app: 'web' } }, 'app=web'],
    [
      {
        matchLabels: { app: 'web' },
        matchExpressions: [
          { key: 'tier', operator: 'In', values: ['a', 'b'] },
          { key: 'env', operator: 'NotIn', values: ['dev'] },
          { key: 'ready', operator: 'Exists' },
          { key: 'old', operator: 'DoesNotExist' },
        ],
      },
      'app=web,tier in (a,b),env notin (dev),ready,!old',
    ],
    [{ matchLabels: 'a label of that name' }, 'matchLabels=a label of that name'],
  ])('of %j is %s', (selector, text) => {
    expect(selectorText(selector)).toBe(text);
  });
});
