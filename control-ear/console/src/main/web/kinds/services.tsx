import type { KubeObject } from '../api/object';
import { ServicePods } from './parts/ServicePods';
import { ServicePorts } from './parts/ServicePorts';
import { SelectorText } from '../ui/SelectorText';
import { TruncatedText } from '../ui/TruncatedText';
import { ageColumn, nameColumn, namespaceColumn } from './columns';
import type { Kind } from './kind';

export interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly targetPort?: number | string;
  readonly nodePort?: number;
  readonly protocol?: string;
}

export interface Service extends KubeObject {
  readonly spec?: {
    readonly type?: string;
    readonly clusterIP?: string;
    readonly externalName?: string;
    readonly externalIPs?: readonly string[];
    readonly sessionAffinity?: string;
    readonly selector?: Readonly<Record<string, string>>;
    readonly ports?: readonly ServicePort[];
  };
  readonly status?: {
    readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[] };
  };
}

const type = (service: Service) => service.spec?.type ?? 'ClusterIP';

function external(service: Service): string {
  const ingress = (service.status?.loadBalancer?.ingress ?? []).map((entry) => entry.ip ?? entry.hostname ?? '');
  const all = [...ingress, ...(service.spec?.externalIPs ?? []), service.spec?.externalName ?? ''];
  return all.filter((address) => address !== '').join(', ') || '-';
}

/** Ports as kubectl writes them: `80:30080/TCP`. */
function ports(service: Service): string {
  const texts = (service.spec?.ports ?? []).map(
    (port) => `${port.port}${port.nodePort ? `:${port.nodePort}` : ''}/${port.protocol ?? 'TCP'}`,
  );
  return texts.join(', ') || '-';
}

export const services: Kind<Service> = {
  resource: { group: '', version: 'v1', plural: 'services', kind: 'Service', namespaced: true },
  plural: 'kind.services',
  singular: 'kind.service',
  columns: [
    nameColumn(() => services),
    namespaceColumn,
    { id: 'type', label: 'column.type', width: 12, sort: type, cell: type },
    {
      id: 'clusterIp',
      label: 'column.clusterIp',
      width: 13,
      sort: (service) => service.spec?.clusterIP ?? '',
      cell: (service) => service.spec?.clusterIP || '-',
    },
    { id: 'externalIp', label: 'column.externalIp', width: 15, sort: external, cell: (service) => <TruncatedText text={external(service)} /> },
    { id: 'ports', label: 'column.ports', width: 18, sort: ports, cell: (service) => <TruncatedText text={ports(service)} /> },
    ageColumn,
  ],
  facts: [
    { label: 'column.type', value: type },
    { label: 'column.clusterIp', value: (service) => service.spec?.clusterIP },
    { label: 'column.externalIp', value: external },
    { label: 'detail.sessionAffinity', value: (service) => service.spec?.sessionAffinity },
    { label: 'detail.selector', value: (service) => <SelectorText selector={service.spec?.selector} /> },
  ],
  sections: [ServicePorts, ServicePods],
  actions: ['delete'],
};
