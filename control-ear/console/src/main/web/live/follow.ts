import type { KubeObject } from '../api/object';
import { ApiError, isGone, isRefusal } from '../api/status';
import { delayAfter, type Delays } from './delays';
import type { Change, WatchEvent } from './listState';
import type { ListSource } from './source';

/**
 * Keeps a list as the server has it until the signal aborts or the server refuses: lists, then watches from there; watches again
 * where the connection broke, and lists again when the server no longer has the history in between.
 */
export async function follow<T extends KubeObject>(
  source: ListSource<T>,
  tell: (changes: readonly Change<T>[]) => void,
  delays: Delays,
  signal: AbortSignal,
): Promise<void> {
  const position: Position = { version: undefined, failures: 0 };
  while (!signal.aborted) {
    try {
      if (position.version === undefined) {
        const { items, resourceVersion } = await source.list(signal);
        position.version = resourceVersion;
        tell([{ type: 'LISTED', items, resourceVersion }]);
      }
      await watchOnce(source, position, tell, signal);
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      if (isRefusal(error)) {
        tell([{ type: 'REFUSED', error: error as ApiError }]);
        return;
      }
      if (isGone(error)) {
        position.version = undefined;
      } else {
        tell([{ type: 'INTERRUPTED', error: error as Error }]);
      }
    }
    await delays.sleep(delayAfter(position.failures++, delays), signal);
  }
}

interface Position {
  /** Absent: list anew. */
  version: string | undefined;
  /** Attempts since the last event. */
  failures: number;
}

async function watchOnce<T extends KubeObject>(
  source: ListSource<T>,
  position: Position,
  tell: (changes: readonly Change<T>[]) => void,
  signal: AbortSignal,
): Promise<void> {
  const groups = await source.watch(position.version ?? '', signal);
  tell([{ type: 'CONNECTED' }]);
  for await (const group of groups) {
    const changes = group.flatMap((event) => changeOf(event, position));
    position.failures = 0;
    if (changes.length > 0) {
      tell(changes);
    }
  }
}

function changeOf<T extends KubeObject>(event: WatchEvent<T>, position: Position): Change<T>[] {
  if (event.type === 'ERROR') {
    throw ApiError.ofStatus(event.object);
  }
  position.version = event.object.metadata.resourceVersion ?? position.version;
  switch (event.type) {
    case 'ADDED':
    case 'MODIFIED':
      return [{ type: 'PUT', object: event.object }];
    case 'DELETED':
      return [{ type: 'REMOVED', object: event.object }];
    case 'BOOKMARK':
      return [];
  }
}
