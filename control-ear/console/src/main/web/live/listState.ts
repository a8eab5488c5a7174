import { keyOf, type KubeObject } from '../api/object';
import type { ApiError, Status } from '../api/status';

export type WatchEvent<T extends KubeObject> =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: T }
  | { readonly type: 'BOOKMARK'; readonly object: KubeObject }
  | { readonly type: 'ERROR'; readonly object: Status };

/** What happens to a live list. */
export type Change<T extends KubeObject> =
  | { readonly type: 'LISTED'; readonly items: readonly T[]; readonly resourceVersion: string }
  | { readonly type: 'PUT'; readonly object: T }
  | { readonly type: 'REMOVED'; readonly object: T }
  | { readonly type: 'CONNECTED' }
  | { readonly type: 'INTERRUPTED'; readonly error: Error }
  | { readonly type: 'REFUSED'; readonly error: ApiError };

/**
 * - `loading`: nothing is known yet
 * - `live`: as the server has it
 * - `stale`: as the server had it; the connection is being made again
 * - `refused`: the server does not give it
 */
export type Phase = 'loading' | 'live' | 'stale' | 'refused';

export interface ListState<T extends KubeObject> {
  readonly phase: Phase;
  readonly items: ReadonlyMap<string, T>;
  readonly error?: Error;
}

export function emptyList<T extends KubeObject>(): ListState<T> {
  return { phase: 'loading', items: new Map() };
}

/** The state after these changes, in their order; the items are copied once however many changes there are. */
export function applyChanges<T extends KubeObject>(state: ListState<T>, changes: readonly Change<T>[]): ListState<T> {
  let { phase, error } = state;
  let items: ReadonlyMap<string, T> = state.items;
  let copy: Map<string, T> | undefined;
  const writable = (): Map<string, T> => {
    copy ??= new Map(items);
    items = copy;
    return copy;
  };
  for (const change of changes) {
    switch (change.type) {
      case 'LISTED':
        copy = new Map(change.items.map((item) => [keyOf(item), item]));
        items = copy;
        phase = 'live';
        error = undefined;
        break;
      case 'PUT':
        writable().set(keyOf(change.object), change.object);
        break;
      case 'REMOVED':
        writable().delete(keyOf(change.object));
        break;
      case 'CONNECTED':
        phase = 'live';
        error = undefined;
        break;
      case 'INTERRUPTED':
        phase = phase === 'loading' ? 'loading' : 'stale';
        error = change.error;
        break;
      case 'REFUSED':
        phase = 'refused';
        error = change.error;
        copy = new Map();
        items = copy;
        break;
    }
  }
  return { phase, items, error };
}
