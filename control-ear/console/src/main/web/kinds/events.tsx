import type { KubeObject } from '../api/object';
import { Age } from '../ui/Age';
import { KindLink } from '../ui/links';
import { StatusLabel } from '../ui/StatusLabel';
import { TruncatedText } from '../ui/TruncatedText';
import { namespaceColumn } from './columns';
import type { Column, Kind } from './kind';

export interface Event extends KubeObject {
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly count?: number;
  readonly firstTimestamp?: string | null;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly series?: { readonly count?: number; readonly lastObservedTime?: string } | null;
  readonly involvedObject?: { readonly kind?: string; readonly namespace?: string; readonly name?: string; readonly uid?: string };
  readonly source?: { readonly component?: string; readonly host?: string };
  readonly reportingComponent?: string;
}

export function lastSeen(event: Event): string | undefined {
  return (
    event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp ?? undefined
  );
}

export function timesSeen(event: Event): number {
  return event.series?.count ?? event.count ?? 1;
}

export const objectColumn: Column<Event> = {
  id: 'object',
  label: 'column.object',
  width: 24,
  sort: (event) => `${event.involvedObject?.kind}/${event.involvedObject?.name}`,
  cell: ({ involvedObject: about }) => <KindLink kind={about?.kind} namespace={about?.namespace} name={about?.name} />,
};

export const eventColumns: readonly Column<Event>[] = [
  {
    id: 'lastSeen',
    label: 'column.lastSeen',
    width: 10,
    sort: (event) => -Date.parse(lastSeen(event) ?? ''),
    cell: (event) => <Age since={lastSeen(event)} />,
  },
  { id: 'type', label: 'column.type', width: 11, sort: (event) => event.type ?? '', cell: (event) => <StatusLabel status={event.type} /> },
  {
    id: 'reason',
    label: 'column.reason',
    width: 16,
    sort: (event) => event.reason ?? '',
    cell: (event) => <TruncatedText text={event.reason} />,
  },
  {
    id: 'message',
    label: 'column.message',
    width: 44,
    sort: (event) => event.message ?? '',
    cell: (event) => <TruncatedText text={event.message} />,
  },
  { id: 'count', label: 'column.count', width: 8, sort: timesSeen, cell: timesSeen },
];

export const events: Kind<Event> = {
  resource: { group: '', version: 'v1', plural: 'events', kind: 'Event', namespaced: true },
  plural: 'kind.events',
  singular: 'kind.event',
  columns: [...eventColumns.slice(0, 3), objectColumn, namespaceColumn, ...eventColumns.slice(3)],
  sortedBy: 'lastSeen',
  actions: [],
};
