import { describe, expect, it } from 'vitest';
import { filterTest } from '../../../main/web/list/filter';

const web = { metadata: { name: 'web-1', labels: { app: 'web', tier: 'front', 'example.com/team': 'a' } } };

describe('the filter', () => {
  it.each([
    ['', true],
    ['   ', true],
    ['web', true],
    ['EB-1', true],
    ['db', false],
    ['app=web', true],
    ['app==web', true],
    ['app=db', false],
    ['app=', true],
    ['missing=', false],
    ['app!=db', true],
    ['app!=web', false],
    ['missing!=x', true],
    ['web app=web tier=front', true],
    ['app=web,tier=back', false],
    ['example.com/team=a', true],
    ['=', false],
  ])('"%s" on a web pod is %s', (text, expected) => {
    expect(filterTest(text)(web)).toBe(expected);
  });

  it('takes objects without labels', () => {
    const bare = { metadata: { name: 'bare' } };
    expect(filterTest('app=web')(bare)).toBe(false);
    expect(filterTest('app!=web')(bare)).toBe(true);
  });
});
