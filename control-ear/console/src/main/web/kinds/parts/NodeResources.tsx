import { formatBytes, parseQuantity, rounded } from '../../format/quantity';
import type { Node } from '../nodes';
import { TableCard } from './TableCard';

export function NodeResources({ object: node }: { object: Node }) {
  const { capacity = {}, allocatable = {} } = node.status ?? {};
  return (
    <TableCard
      title="detail.resources"
      columns={['detail.resource', 'detail.capacity', 'detail.allocatable']}
      rows={Object.keys(capacity).map((name) => [name, amount(name, capacity[name]), amount(name, allocatable[name])])}
    />
  );
}

function amount(name: string, quantity: string | undefined): string {
  const isBytes = name === 'memory' || name === 'ephemeral-storage' || name.startsWith('hugepages-');
  return isBytes ? formatBytes(parseQuantity(quantity)) : rounded(parseQuantity(quantity));
}
