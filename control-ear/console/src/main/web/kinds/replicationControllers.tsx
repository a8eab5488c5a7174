import { WorkloadPods } from './parts/WorkloadPods';
import { ReplicaText } from '../ui/ReplicaText';
import { SelectorText } from '../ui/SelectorText';
import { ageColumn, nameColumn, namespaceColumn, ownerColumn } from './columns';
import type { Kind } from './kind';
import { imagesColumn, imagesFact, numberColumn, readyReplicas, wantedReplicas, type Workload } from './workload';

export const replicationControllers: Kind<Workload> = {
  resource: { group: '', version: 'v1', plural: 'replicationcontrollers', kind: 'ReplicationController', namespaced: true },
  plural: 'kind.replicationcontrollers',
  singular: 'kind.replicationcontroller',
  columns: [
    nameColumn(() => replicationControllers),
    namespaceColumn,
    {
      id: 'ready',
      label: 'column.ready',
      width: 10,
      sort: readyReplicas,
      cell: (workload) => <ReplicaText ready={readyReplicas(workload)} wanted={wantedReplicas(workload)} />,
    },
    numberColumn('current', 'column.current', (workload) => workload.status?.replicas),
    ownerColumn,
    imagesColumn,
    ageColumn,
  ],
  facts: [
    {
      label: 'detail.replicas',
      value: (workload) => <ReplicaText ready={readyReplicas(workload)} wanted={wantedReplicas(workload)} />,
    },
    { label: 'detail.selector', value: (workload) => <SelectorText selector={workload.spec?.selector} /> },
    imagesFact,
    { label: 'column.owner', value: ownerColumn.cell },
  ],
  sections: [WorkloadPods],
  actions: ['scale', 'delete'],
};
