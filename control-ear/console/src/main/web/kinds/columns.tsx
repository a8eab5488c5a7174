import { controllerOf, type KubeObject } from '../api/object';
import { Age } from '../ui/Age';
import { NamespaceLink, ObjectLink, OwnerLink } from '../ui/links';
import type { Column, Kind } from './kind';

/** The column every list begins with. */
export function nameColumn<T extends KubeObject>(kind: () => Kind<T>, width = 30): Column<T> {
  return {
    id: 'name',
    label: 'column.name',
    width,
    sort: (object) => object.metadata.name,
    cell: (object) => (
      <ObjectLink plural={kind().resource.plural} namespace={object.metadata.namespace} name={object.metadata.name} />
    ),
  };
}

export const namespaceColumn: Column<KubeObject> = {
  id: 'namespace',
  label: 'column.namespace',
  width: 14,
  sort: (object) => object.metadata.namespace ?? '',
  cell: (object) => <NamespaceLink namespace={object.metadata.namespace} />,
};

export const ownerColumn: Column<KubeObject> = {
  id: 'owner',
  label: 'column.owner',
  width: 20,
  sort: (object) => controllerOf(object)?.name ?? '',
  cell: (object) => <OwnerLink namespace={object.metadata.namespace} owner={controllerOf(object)} />,
};

/** Sorted from the youngest to the oldest. */
export const ageColumn: Column<KubeObject> = {
  id: 'age',
  label: 'column.age',
  width: 9,
  sort: (object) => -Date.parse(object.metadata.creationTimestamp ?? ''),
  cell: (object) => <Age since={object.metadata.creationTimestamp} />,
};
