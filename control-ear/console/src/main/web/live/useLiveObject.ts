import type { KubeObject } from '../api/object';
import type { Kind } from '../kinds/kind';
import { useLiveList, type LiveList } from './useLiveList';

export interface LiveObject<T extends KubeObject> extends Pick<LiveList<T>, 'phase' | 'error' | 'retry'> {
  readonly object?: T;
}

/** One object that follows its changes; absent before it is read and when it does not exist. */
export function useLiveObject<T extends KubeObject>(kind: Kind<T>, namespace: string | undefined, name: string): LiveObject<T> {
  const { objects, ...rest } = useLiveList(kind, { namespace, fieldSelector: `metadata.name=${name}` });
  return { ...rest, object: objects.find((object) => object.metadata.name === name) };
}
