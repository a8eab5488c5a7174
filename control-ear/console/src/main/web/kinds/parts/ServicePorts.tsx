import type { Service } from '../services';
import { TableCard } from './TableCard';

export function ServicePorts({ object: service }: { object: Service }) {
  return (
    <TableCard
      title="column.ports"
      columns={['column.name', 'detail.port', 'detail.targetPort', 'detail.nodePort', 'detail.protocol']}
      rows={(service.spec?.ports ?? []).map((port) => [
        port.name || '-',
        port.port,
        port.targetPort ?? port.port,
        port.nodePort ?? '-',
        port.protocol ?? 'TCP',
      ])}
    />
  );
}
