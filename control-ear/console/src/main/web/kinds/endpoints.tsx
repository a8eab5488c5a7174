import type { KubeObject } from '../api/object';
import { EndpointAddresses } from './parts/EndpointAddresses';
import { TruncatedText } from '../ui/TruncatedText';
import { ageColumn, nameColumn, namespaceColumn } from './columns';
import type { Kind } from './kind';

export interface EndpointAddress {
  readonly ip: string;
  readonly nodeName?: string;
  readonly targetRef?: { readonly kind?: string; readonly namespace?: string; readonly name?: string };
}

export interface Endpoints extends KubeObject {
  readonly subsets?: readonly {
    readonly addresses?: readonly EndpointAddress[];
    readonly notReadyAddresses?: readonly EndpointAddress[];
    readonly ports?: readonly { readonly name?: string; readonly port: number; readonly protocol?: string }[];
  }[];
}

function readyEndpoints(endpoints: Endpoints): string[] {
  return (endpoints.subsets ?? []).flatMap((subset) =>
    (subset.addresses ?? []).flatMap((address) => (subset.ports ?? []).map((port) => `${address.ip}:${port.port}`)),
  );
}

export const endpoints: Kind<Endpoints> = {
  resource: { group: '', version: 'v1', plural: 'endpoints', kind: 'Endpoints', namespaced: true },
  plural: 'kind.endpoints',
  singular: 'kind.endpoint',
  columns: [
    nameColumn(() => endpoints),
    namespaceColumn,
    {
      id: 'endpoints',
      label: 'column.endpoints',
      width: 45,
      sort: (object) => readyEndpoints(object).length,
      cell: (object) => <TruncatedText text={readyEndpoints(object).join(', ') || '-'} />,
    },
    ageColumn,
  ],
  sections: [EndpointAddresses],
  actions: ['delete'],
};
