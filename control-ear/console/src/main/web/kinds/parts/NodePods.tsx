import type { KubeObject } from '../../api/object';
import { PodsCard } from './PodsCard';

export function NodePods({ object: node }: { object: KubeObject }) {
  return <PodsCard selection={{ fieldSelector: `spec.nodeName=${node.metadata.name}` }} />;
}
