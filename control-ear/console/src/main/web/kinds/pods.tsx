import { PodContainers } from './parts/PodContainers';
import { ObjectLink, OwnerLink } from '../ui/links';
import { StatusLabel } from '../ui/StatusLabel';
import { controllerOf } from '../api/object';
import { ageColumn, nameColumn, namespaceColumn } from './columns';
import type { Kind } from './kind';
import { podStatus, readyContainers, restarts } from './podStatus';
import type { Pod } from './podTypes';

export const pods: Kind<Pod> = {
  resource: { group: '', version: 'v1', plural: 'pods', kind: 'Pod', namespaced: true },
  plural: 'kind.pods',
  singular: 'kind.pod',
  columns: [
    nameColumn(() => pods),
    namespaceColumn,
    { id: 'status', label: 'column.status', width: 15, sort: podStatus, cell: (pod) => <StatusLabel status={podStatus(pod)} /> },
    { id: 'ready', label: 'column.ready', width: 8, sort: readyContainers, cell: readyContainers },
    { id: 'restarts', label: 'column.restarts', width: 10, sort: restarts, cell: restarts },
    {
      id: 'node',
      label: 'column.node',
      width: 13,
      sort: (pod) => pod.spec?.nodeName ?? '',
      cell: (pod) => <ObjectLink plural="nodes" name={pod.spec?.nodeName} />,
    },
    {
      id: 'podIp',
      label: 'column.podIp',
      width: 12,
      sort: (pod) => pod.status?.podIP ?? '',
      cell: (pod) => pod.status?.podIP ?? '-',
    },
    ageColumn,
  ],
  facts: [
    { label: 'column.status', value: (pod) => <StatusLabel status={podStatus(pod)} /> },
    { label: 'column.node', value: (pod) => <ObjectLink plural="nodes" name={pod.spec?.nodeName} /> },
    { label: 'column.podIp', value: (pod) => pod.status?.podIP },
    { label: 'detail.hostIp', value: (pod) => pod.status?.hostIP },
    {
      label: 'column.owner',
      value: (pod) => <OwnerLink namespace={pod.metadata.namespace} owner={controllerOf(pod)} />,
    },
    { label: 'detail.serviceAccount', value: (pod) => pod.spec?.serviceAccountName },
    { label: 'detail.restartPolicy', value: (pod) => pod.spec?.restartPolicy },
    { label: 'detail.qos', value: (pod) => pod.status?.qosClass },
  ],
  sections: [PodContainers],
  actions: ['logs', 'delete'],
};
