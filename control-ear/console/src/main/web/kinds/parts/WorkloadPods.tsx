import { selectorText } from '../../api/selector';
import type { Workload } from '../workload';
import { PodsCard } from './PodsCard';

export function WorkloadPods({ object: workload }: { object: Workload }) {
  const labelSelector = selectorText(workload.spec?.selector);
  return labelSelector === '' ? null : <PodsCard selection={{ namespace: workload.metadata.namespace, labelSelector }} />;
}
