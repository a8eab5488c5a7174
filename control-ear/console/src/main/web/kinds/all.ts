import type { KubeObject } from '../api/object';
import type { MessageKey } from '../i18n/en';
import { configMaps } from './configMaps';
import { deployments } from './deployments';
import { endpoints } from './endpoints';
import { events } from './events';
import type { Kind } from './kind';
import { namespaces } from './namespaces';
import { nodes } from './nodes';
import { pods } from './pods';
import { replicaSets } from './replicaSets';
import { replicationControllers } from './replicationControllers';
import { secrets } from './secrets';
import { services } from './services';

/** A kind seen from code that is the same for all: it hands objects only to the kind they were read for. */
export type ListedKind = Kind<KubeObject>;

export interface KindGroup {
  readonly label: MessageKey;
  readonly kinds: readonly ListedKind[];
}

function listed<T extends KubeObject>(kind: Kind<T>): ListedKind {
  return kind as unknown as ListedKind;
}

/** The navigation, in its order. */
export const KIND_GROUPS: readonly KindGroup[] = [
  { label: 'nav.cluster', kinds: [listed(nodes), listed(namespaces), listed(events)] },
  {
    label: 'nav.workloads',
    kinds: [listed(deployments), listed(replicaSets), listed(replicationControllers), listed(pods)],
  },
  { label: 'nav.network', kinds: [listed(services), listed(endpoints)] },
  { label: 'nav.configuration', kinds: [listed(configMaps), listed(secrets)] },
];

export const KINDS: readonly ListedKind[] = KIND_GROUPS.flatMap((group) => group.kinds);

/** The kind of a page's address. */
export function kindOfPlural(plural: string | undefined): ListedKind | undefined {
  return KINDS.find((kind) => kind.resource.plural === plural);
}
