import { Link } from 'react-router';
import type { OwnerReference } from '../api/object';
import { useKindNamed } from '../kinds/context';

/** Stands for the namespace in the address of an object that has none. */
export const NO_NAMESPACE = '_';

export function listAddress(plural: string, filter?: string): string {
  return `/${plural}${filter ? `?filter=${encodeURIComponent(filter)}` : ''}`;
}

export function objectAddress(plural: string, namespace: string | undefined, name: string, tab?: string): string {
  const address = `/${plural}/${encodeURIComponent(namespace ?? NO_NAMESPACE)}/${encodeURIComponent(name)}`;
  return tab ? `${address}/${tab}` : address;
}

/** A link to an object's page, `-` for no object. */
export function ObjectLink({ plural, namespace, name }: { plural: string; namespace?: string; name?: string }) {
  return name ? (
    <Link to={objectAddress(plural, namespace, name)} title={name}>
      {name}
    </Link>
  ) : (
    <>-</>
  );
}

export function NamespaceLink({ namespace }: { namespace?: string }) {
  return <ObjectLink plural="namespaces" name={namespace} />;
}

/** A link to the object that a reference names; plain text for a kind without pages. */
export function KindLink({ kind, namespace, name }: { kind?: string; namespace?: string; name?: string }) {
  const known = useKindNamed(kind);
  if (!kind || !name) {
    return <>-</>;
  }
  const text = `${kind}/${name}`;
  return known ? (
    <Link to={objectAddress(known.resource.plural, known.resource.namespaced ? namespace : undefined, name)} title={text}>
      {text}
    </Link>
  ) : (
    <span title={text}>{text}</span>
  );
}

/** A link to the controller that owns an object of this namespace. */
export function OwnerLink({ namespace, owner }: { namespace?: string; owner?: OwnerReference }) {
  return <KindLink kind={owner?.kind} namespace={namespace} name={owner?.name} />;
}
