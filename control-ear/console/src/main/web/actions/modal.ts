import type { KubeObject } from '../api/object';
import type { ListedKind } from '../kinds/all';

/** What every dialog about an object is given. */
export interface ActionProps {
  readonly kind: ListedKind;
  readonly object: KubeObject;
  readonly onClose: () => void;
}
