import type { Condition, KubeObject } from '../api/object';
import type { Selector } from '../api/selector';
import { TruncatedText } from '../ui/TruncatedText';
import type { Container } from './podTypes';
import type { Column, Fact } from './kind';

/** What Deployments, ReplicaSets and ReplicationControllers have in common. */
export interface Workload extends KubeObject {
  readonly spec?: {
    readonly replicas?: number;
    readonly paused?: boolean;
    readonly selector?: Selector | Readonly<Record<string, string>>;
    readonly strategy?: { readonly type?: string };
    readonly template?: { readonly spec?: { readonly containers?: readonly Container[] } };
  };
  readonly status?: {
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
    readonly conditions?: readonly Condition[];
  };
}

export function wantedReplicas(workload: Workload): number {
  return workload.spec?.replicas ?? 1;
}

export function readyReplicas(workload: Workload): number {
  return workload.status?.readyReplicas ?? 0;
}

function images(workload: Workload): string {
  return (workload.spec?.template?.spec?.containers ?? []).map((container) => container.image ?? '').join(', ');
}

/** A column of numbers. */
export function numberColumn<T extends KubeObject>(
  id: string,
  label: Column<T>['label'],
  value: (object: T) => number | undefined,
): Column<T> {
  return { id, label, width: 10, sort: (object) => value(object) ?? 0, cell: (object) => value(object) ?? 0 };
}

export const imagesColumn: Column<Workload> = {
  id: 'images',
  label: 'column.images',
  width: 22,
  sort: images,
  cell: (workload) => <TruncatedText text={images(workload)} />,
};

export const imagesFact: Fact<Workload> = { label: 'column.images', value: images };
