import type { KubeObject } from '../../../main/web/api/object';

/** A pod-like object for tests. */
export function object(name: string, resourceVersion = '1', namespace = 'default'): KubeObject {
  return { metadata: { name, namespace, resourceVersion } };
}
