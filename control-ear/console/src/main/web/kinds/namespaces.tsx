import type { KubeObject } from '../api/object';
import { StatusLabel } from '../ui/StatusLabel';
import { ageColumn, nameColumn } from './columns';
import type { Kind } from './kind';

export interface Namespace extends KubeObject {
  readonly status?: { readonly phase?: string };
}

const phase = (namespace: Namespace) => namespace.status?.phase ?? 'Active';

export const namespaces: Kind<Namespace> = {
  resource: { group: '', version: 'v1', plural: 'namespaces', kind: 'Namespace', namespaced: false },
  plural: 'kind.namespaces',
  singular: 'kind.namespace',
  columns: [
    nameColumn(() => namespaces, 50),
    { id: 'status', label: 'column.status', width: 30, sort: phase, cell: (namespace) => <StatusLabel status={phase(namespace)} /> },
    { ...ageColumn, width: 20 },
  ],
  facts: [{ label: 'detail.phase', value: (namespace) => <StatusLabel status={phase(namespace)} /> }],
  actions: ['delete'],
};
