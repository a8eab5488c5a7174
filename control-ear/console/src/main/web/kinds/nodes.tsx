import type { Condition, KubeObject } from '../api/object';
import { NodePods } from './parts/NodePods';
import { NodeResources } from './parts/NodeResources';
import { formatBytes, parseQuantity, rounded } from '../format/quantity';
import { LabelList } from '../ui/LabelList';
import { StatusLabel } from '../ui/StatusLabel';
import { YesNo } from '../ui/YesNo';
import { ageColumn, nameColumn } from './columns';
import type { Kind } from './kind';

export interface Node extends KubeObject {
  readonly spec?: {
    readonly unschedulable?: boolean;
    readonly podCIDR?: string;
    readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  };
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly addresses?: readonly { readonly type: string; readonly address: string }[];
    readonly capacity?: Readonly<Record<string, string>>;
    readonly allocatable?: Readonly<Record<string, string>>;
    readonly nodeInfo?: Readonly<Record<string, string>>;
  };
}

export function isReady(node: Node): boolean {
  return node.status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ?? false;
}

export function nodeStatus(node: Node): string {
  const ready = node.status?.conditions?.find((condition) => condition.type === 'Ready')?.status;
  const word = ready === 'True' ? 'Ready' : ready === 'False' ? 'NotReady' : 'Unknown';
  return node.spec?.unschedulable ? `${word},SchedulingDisabled` : word;
}

const ROLE = 'node-role.kubernetes.io/';

function roles(node: Node): string {
  const names = Object.keys(node.metadata.labels ?? {}).filter((label) => label.startsWith(ROLE));
  return names.map((label) => label.slice(ROLE.length)).join(', ') || '-';
}

function address(node: Node): string {
  return node.status?.addresses?.find((known) => known.type === 'InternalIP')?.address ?? '-';
}

function taints(node: Node): string[] {
  return (node.spec?.taints ?? []).map((taint) => `${taint.key}${taint.value ? `=${taint.value}` : ''}:${taint.effect}`);
}

const cpu = (node: Node) => parseQuantity(node.status?.allocatable?.cpu);
const memory = (node: Node) => parseQuantity(node.status?.allocatable?.memory);

export const nodes: Kind<Node> = {
  resource: { group: '', version: 'v1', plural: 'nodes', kind: 'Node', namespaced: false },
  plural: 'kind.nodes',
  singular: 'kind.node',
  columns: [
    nameColumn(() => nodes),
    { id: 'status', label: 'column.status', width: 18, sort: nodeStatus, cell: (node) => <StatusLabel status={nodeStatus(node)} /> },
    { id: 'roles', label: 'column.roles', width: 14, sort: roles, cell: roles },
    { id: 'address', label: 'column.address', width: 14, sort: address, cell: address },
    { id: 'cpu', label: 'column.cpu', width: 8, sort: cpu, cell: (node) => rounded(cpu(node)) },
    { id: 'memory', label: 'column.memory', width: 10, sort: memory, cell: (node) => formatBytes(memory(node)) },
    {
      id: 'version',
      label: 'column.version',
      width: 16,
      sort: (node) => node.status?.nodeInfo?.kubeletVersion ?? '',
      cell: (node) => node.status?.nodeInfo?.kubeletVersion ?? '-',
    },
    ageColumn,
  ],
  facts: [
    { label: 'column.status', value: (node) => <StatusLabel status={nodeStatus(node)} /> },
    { label: 'column.address', value: address },
    { label: 'detail.podCidr', value: (node) => node.spec?.podCIDR },
    { label: 'detail.unschedulable', value: (node) => <YesNo value={node.spec?.unschedulable === true} /> },
    { label: 'detail.taints', value: (node) => <LabelList labels={taints(node)} /> },
    { label: 'detail.osImage', value: (node) => node.status?.nodeInfo?.osImage },
    { label: 'detail.kernel', value: (node) => node.status?.nodeInfo?.kernelVersion },
    { label: 'detail.architecture', value: (node) => node.status?.nodeInfo?.architecture },
    { label: 'detail.runtime', value: (node) => node.status?.nodeInfo?.containerRuntimeVersion },
    { label: 'column.version', value: (node) => node.status?.nodeInfo?.kubeletVersion },
  ],
  sections: [NodeResources, NodePods],
  actions: ['delete'],
};
