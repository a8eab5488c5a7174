import type { ApiClient } from '../api/client';
import type { KubeObject } from '../api/object';
import { objectPath, type Resource } from '../api/resource';

const MERGE_PATCH = 'application/merge-patch+json';

/** Sets the wanted number of replicas of a workload. */
export async function scale(client: ApiClient, resource: Resource, object: KubeObject, replicas: number): Promise<void> {
  await client.json(objectPath(resource, object.metadata.namespace, object.metadata.name, 'scale'), {
    method: 'PATCH',
    contentType: MERGE_PATCH,
    body: { spec: { replicas } },
  });
}

/** Replaces all pods by changing an annotation of their template, as kubectl's `rollout restart` does. */
export async function restart(client: ApiClient, resource: Resource, object: KubeObject, now: Date): Promise<void> {
  const annotations = { 'kubectl.kubernetes.io/restartedAt': now.toISOString() };
  await client.json(objectPath(resource, object.metadata.namespace, object.metadata.name), {
    method: 'PATCH',
    contentType: MERGE_PATCH,
    body: { spec: { template: { metadata: { annotations } } } },
  });
}

/** Deletes the object, not another one that has taken its name since; what it owns goes after it. */
export async function remove(client: ApiClient, resource: Resource, object: KubeObject): Promise<void> {
  await client.json(objectPath(resource, object.metadata.namespace, object.metadata.name), {
    method: 'DELETE',
    body: {
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      propagationPolicy: 'Background',
      preconditions: { uid: object.metadata.uid },
    },
  });
}
