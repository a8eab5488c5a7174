import { WorkloadPods } from './parts/WorkloadPods';
import { ReplicaText } from '../ui/ReplicaText';
import { SelectorText } from '../ui/SelectorText';
import { YesNo } from '../ui/YesNo';
import { ageColumn, nameColumn, namespaceColumn } from './columns';
import type { Kind } from './kind';
import { imagesColumn, imagesFact, numberColumn, readyReplicas, wantedReplicas, type Workload } from './workload';

export const deployments: Kind<Workload> = {
  resource: { group: 'apps', version: 'v1', plural: 'deployments', kind: 'Deployment', namespaced: true },
  plural: 'kind.deployments',
  singular: 'kind.deployment',
  columns: [
    nameColumn(() => deployments),
    namespaceColumn,
    {
      id: 'ready',
      label: 'column.ready',
      width: 10,
      sort: readyReplicas,
      cell: (workload) => <ReplicaText ready={readyReplicas(workload)} wanted={wantedReplicas(workload)} />,
    },
    numberColumn('upToDate', 'column.upToDate', (workload) => workload.status?.updatedReplicas),
    numberColumn('available', 'column.available', (workload) => workload.status?.availableReplicas),
    imagesColumn,
    ageColumn,
  ],
  facts: [
    {
      label: 'detail.replicas',
      value: (workload) => <ReplicaText ready={readyReplicas(workload)} wanted={wantedReplicas(workload)} />,
    },
    { label: 'detail.strategy', value: (workload) => workload.spec?.strategy?.type },
    { label: 'detail.paused', value: (workload) => <YesNo value={workload.spec?.paused === true} /> },
    { label: 'detail.selector', value: (workload) => <SelectorText selector={workload.spec?.selector} /> },
    imagesFact,
  ],
  sections: [WorkloadPods],
  actions: ['scale', 'restart', 'delete'],
};
