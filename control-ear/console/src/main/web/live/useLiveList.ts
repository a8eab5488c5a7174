import { useCallback, useEffect, useMemo, useState } from 'react';
import type { KubeObject } from '../api/object';
import type { Kind } from '../kinds/kind';
import { useSession } from '../app/session';
import { BROWSER_DELAYS } from './delays';
import { follow } from './follow';
import { applyChanges, emptyList, type Change, type ListState, type Phase } from './listState';
import { apiSource, type Selection } from './source';

/** Changes are shown together at most this often, in milliseconds. */
const SHOW_EVERY = 100;

export interface LiveList<T extends KubeObject> {
  readonly phase: Phase;
  readonly objects: readonly T[];
  readonly error?: Error;
  readonly retry: () => void;
}

/** A list of the API that follows its changes while the component is shown. */
export function useLiveList<T extends KubeObject>(kind: Kind<T>, selection: Selection = {}): LiveList<T> {
  const { client } = useSession();
  const { namespace, labelSelector, fieldSelector } = selection;
  const [state, setState] = useState<ListState<T>>(emptyList);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    setState(emptyList());
    const stop = new AbortController();
    const show = batched<T>((changes) => setState((before) => applyChanges(before, changes)), stop.signal);
    const source = apiSource<T>(client, kind.resource, { namespace, labelSelector, fieldSelector });
    void follow(source, (changes) => show(changes.map((change) => prepared(kind, change))), BROWSER_DELAYS, stop.signal);
    return () => stop.abort();
  }, [client, kind, namespace, labelSelector, fieldSelector, attempt]);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  const objects = useMemo(() => [...state.items.values()], [state.items]);
  return { phase: state.phase, objects, error: state.error, retry };
}

/** An object as the console keeps it: a kind may drop what must not be kept. */
function prepared<T extends KubeObject>(kind: Kind<T>, change: Change<T>): Change<T> {
  if (!kind.prepare) {
    return change;
  }
  switch (change.type) {
    case 'LISTED':
      return { ...change, items: change.items.map(kind.prepare) };
    case 'PUT':
      return { ...change, object: kind.prepare(change.object) };
    default:
      return change;
  }
}

function batched<T extends KubeObject>(show: (changes: Change<T>[]) => void, signal: AbortSignal) {
  let waiting: Change<T>[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  signal.addEventListener('abort', () => clearTimeout(timer));
  return (changes: readonly Change<T>[]): void => {
    if (signal.aborted) {
      return;
    }
    const first = changes[0]?.type === 'LISTED';
    waiting = waiting.concat(changes);
    timer ??= setTimeout(
      () => {
        const batch = waiting;
        waiting = [];
        timer = undefined;
        show(batch);
      },
      first ? 0 : SHOW_EVERY,
    );
  };
}
