import { selectorText } from '../../api/selector';
import type { Service } from '../services';
import { PodsCard } from './PodsCard';

export function ServicePods({ object: service }: { object: Service }) {
  const labelSelector = selectorText(service.spec?.selector);
  return labelSelector === '' ? null : <PodsCard selection={{ namespace: service.metadata.namespace, labelSelector }} />;
}
