import type { ApiClient } from '../api/client';
import { lineGroups } from '../api/lines';
import type { KubeObject, ObjectList } from '../api/object';
import { collectionPath, type Resource } from '../api/resource';
import type { WatchEvent } from './listState';

/** Where a live list comes from. */
export interface ListSource<T extends KubeObject> {
  list(signal: AbortSignal): Promise<{ readonly items: readonly T[]; readonly resourceVersion: string }>;
  /** Opens a watch; the events come in the groups in which they arrived. */
  watch(resourceVersion: string, signal: AbortSignal): Promise<AsyncIterable<readonly WatchEvent<T>[]>>;
}

export interface Selection {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

const PAGE = 2000;
/** The server ends a watch after this time, so that a connection that died unnoticed does not stay for ever. */
const WATCH_SECONDS = 600;

export function apiSource<T extends KubeObject>(client: ApiClient, resource: Resource, selection: Selection): ListSource<T> {
  const path = collectionPath(resource, selection.namespace);
  const selectors = { labelSelector: selection.labelSelector, fieldSelector: selection.fieldSelector };
  return {
    async list(signal) {
      const items: T[] = [];
      let next: string | undefined;
      while (true) {
        // the server indents what browsers ask for, which is twice the bytes
        const query = { ...selectors, limit: PAGE, continue: next, pretty: false };
        const page = await client.json<ObjectList<T>>(path, { query, signal });
        for (const item of page.items) {
          items.push(item);
        }
        next = page.metadata.continue || undefined;
        if (next === undefined) {
          return { items, resourceVersion: page.metadata.resourceVersion ?? '' };
        }
      }
    },
    async watch(resourceVersion, signal) {
      const query = {
        ...selectors,
        watch: true,
        allowWatchBookmarks: true,
        timeoutSeconds: WATCH_SECONDS,
        resourceVersion,
      };
      return events<T>(await client.stream(path, { query, signal }));
    },
  };
}

async function* events<T extends KubeObject>(stream: ReadableStream<Uint8Array>): AsyncGenerator<WatchEvent<T>[]> {
  for await (const group of lineGroups(stream)) {
    yield group.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as WatchEvent<T>);
  }
}
