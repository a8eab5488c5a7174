import { parseQuantity } from '../format/quantity';
import type { Node } from '../kinds/nodes';
import type { Container, Pod } from '../kinds/podTypes';

export interface Usage {
  readonly used: number;
  readonly total: number;
}

/**
 * What scheduled pods request of a resource against what the nodes can give. A pod requests the sum of its containers, or the
 * most of one init container where that is more; pods that ended request nothing.
 */
export function requested(pods: readonly Pod[], nodes: readonly Node[], resource: string): Usage {
  const running = pods.filter((pod) => pod.spec?.nodeName && !['Succeeded', 'Failed'].includes(pod.status?.phase ?? ''));
  const amount = (container: Container) => parseQuantity(container.resources?.requests?.[resource]);
  const used = running.map((pod) => {
    const together = (pod.spec?.containers ?? []).reduce((sum, container) => sum + amount(container), 0);
    return Math.max(together, ...(pod.spec?.initContainers ?? []).map(amount));
  });
  return {
    used: used.reduce((sum, value) => sum + value, 0),
    total: nodes.reduce((sum, node) => sum + parseQuantity(node.status?.allocatable?.[resource]), 0),
  };
}
