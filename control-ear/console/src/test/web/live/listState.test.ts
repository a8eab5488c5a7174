import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../main/web/api/object';
import { ApiError } from '../../../main/web/api/status';
import { applyChanges, emptyList, type Change, type ListState } from '../../../main/web/live/listState';
import { object } from './objects';

type Changes = Change<KubeObject>[];

const listed = (...names: string[]): Change<KubeObject> => ({
  type: 'LISTED',
  items: names.map((name) => object(name)),
  resourceVersion: '10',
});
const interrupted: Change<KubeObject> = { type: 'INTERRUPTED', error: new Error('network') };
const refused: Change<KubeObject> = { type: 'REFUSED', error: new ApiError(403, 'Forbidden', 'no') };

function after(...changes: Changes): ListState<KubeObject> {
  return applyChanges(emptyList<KubeObject>(), changes);
}

const names = (state: ListState<KubeObject>) => [...state.items.values()].map((item) => item.metadata.name).sort();

describe('a list', () => {
  it.each<[string, Changes, string[], string]>([
    ['is loading at first', [], [], 'loading'],
    ['is live when listed', [listed('a', 'b')], ['a', 'b'], 'live'],
    ['gains what is added', [listed('a'), { type: 'PUT', object: object('b') }], ['a', 'b'], 'live'],
    ['loses what is removed', [listed('a', 'b'), { type: 'REMOVED', object: object('a') }], ['b'], 'live'],
    ['forgets what a new listing lacks', [listed('a', 'b'), listed('b', 'c')], ['b', 'c'], 'live'],
    ['keeps its items while the connection is broken', [listed('a'), interrupted], ['a'], 'stale'],
    ['is live again when connected', [listed('a'), interrupted, { type: 'CONNECTED' }], ['a'], 'live'],
    ['stays loading while the first try fails', [interrupted], [], 'loading'],
    ['shows nothing once refused', [listed('a'), refused], [], 'refused'],
    ['takes a change before its listing over', [{ type: 'PUT', object: object('a') }, listed('b')], ['b'], 'live'],
    ['ignores the removal of what it does not have', [listed('a'), { type: 'REMOVED', object: object('x') }], ['a'], 'live'],
  ])('%s', (_title, changes, expected, phase) => {
    const state = after(...changes);
    expect(names(state)).toEqual(expected);
    expect(state.phase).toBe(phase);
  });

  it('has the newest form of a changed object', () => {
    const state = after(listed('a'), { type: 'PUT', object: object('a', '11') });
    expect([...state.items.values()].map((item) => item.metadata.resourceVersion)).toEqual(['11']);
  });

  it('tells objects of one name in two namespaces apart', () => {
    const state = after(listed('a'), { type: 'PUT', object: object('a', '11', 'other') });
    expect(state.items.size).toBe(2);
  });

  it('keeps the error while it lasts', () => {
    expect(after(listed('a'), interrupted).error?.message).toBe('network');
    expect(after(listed('a'), interrupted, { type: 'CONNECTED' }).error).toBeUndefined();
    expect(after(interrupted, listed('a')).error).toBeUndefined();
  });

  it('leaves the state before it as it was', () => {
    const before = after(listed('a'));
    applyChanges(before, [{ type: 'PUT', object: object('b') }, { type: 'REMOVED', object: object('a') }]);
    expect(names(before)).toEqual(['a']);
  });

  it('keeps its items the same when only its phase changes, so that nothing is sorted again', () => {
    const before = after(listed('a'));
    expect(applyChanges(before, [interrupted]).items).toBe(before.items);
  });

  it('applies many changes to many items at once', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `pod-${index}`);
    const changes = many.map((name): Change<KubeObject> => ({ type: 'PUT', object: object(name, '20') }));
    const state = applyChanges(after(listed(...many)), changes);
    expect(state.items.size).toBe(10_000);
    expect([...state.items.values()].every((item) => item.metadata.resourceVersion === '20')).toBe(true);
  });
});
