import { KindLink, ObjectLink } from '../../ui/links';
import { YesNo } from '../../ui/YesNo';
import type { EndpointAddress, Endpoints } from '../endpoints';
import { TableCard } from './TableCard';

export function EndpointAddresses({ object: endpoints }: { object: Endpoints }) {
  const rows = (endpoints.subsets ?? []).flatMap((subset) => {
    const ports = (subset.ports ?? []).map((port) => `${port.port}/${port.protocol ?? 'TCP'}`).join(', ');
    return [
      ...(subset.addresses ?? []).map((address) => row(address, ports, true)),
      ...(subset.notReadyAddresses ?? []).map((address) => row(address, ports, false)),
    ];
  });
  return (
    <TableCard
      title="detail.addresses"
      columns={['column.address', 'column.ports', 'column.ready', 'column.object', 'column.node']}
      rows={rows}
    />
  );
}

function row(address: EndpointAddress, ports: string, ready: boolean) {
  const about = address.targetRef;
  return [
    address.ip,
    ports,
    <YesNo value={ready} />,
    <KindLink kind={about?.kind} namespace={about?.namespace} name={about?.name} />,
    <ObjectLink plural="nodes" name={address.nodeName} />,
  ];
}
