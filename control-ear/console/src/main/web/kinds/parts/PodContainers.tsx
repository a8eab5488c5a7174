import { Card, CardBody, CardTitle } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useI18n } from '../../i18n/I18n';
import { StatusLabel } from '../../ui/StatusLabel';
import { YesNo } from '../../ui/YesNo';
import type { Container, ContainerState, ContainerStatus, Pod } from '../podTypes';

export function PodContainers({ object: pod }: { object: Pod }) {
  const { t } = useI18n();
  const { containers = [], initContainers = [] } = pod.spec ?? {};
  return (
    <>
      {initContainers.length > 0 && (
        <ContainerCard
          title={t('detail.initContainers')}
          containers={initContainers}
          statuses={pod.status?.initContainerStatuses}
        />
      )}
      <ContainerCard title={t('detail.containers')} containers={containers} statuses={pod.status?.containerStatuses} />
    </>
  );
}

interface ContainerCardProps {
  readonly title: string;
  readonly containers: readonly Container[];
  readonly statuses?: readonly ContainerStatus[];
}

function ContainerCard({ title, containers, statuses = [] }: ContainerCardProps) {
  const { t } = useI18n();
  return (
    <Card>
      <CardTitle component="h2">{title}</CardTitle>
      <CardBody>
        <Table aria-label={title} variant="compact">
          <Thead>
            <Tr>
              <Th>{t('column.name')}</Th>
              <Th>{t('detail.image')}</Th>
              <Th>{t('detail.state')}</Th>
              <Th>{t('column.ready')}</Th>
              <Th>{t('column.restarts')}</Th>
              <Th>{t('column.ports')}</Th>
            </Tr>
          </Thead>
          <Tbody>
            {containers.map((container) => (
              <ContainerRow
                key={container.name}
                container={container}
                status={statuses.find((status) => status.name === container.name)}
              />
            ))}
          </Tbody>
        </Table>
      </CardBody>
    </Card>
  );
}

function ContainerRow({ container, status }: { container: Container; status?: ContainerStatus }) {
  const { t } = useI18n();
  const ports = (container.ports ?? []).map((port) => `${port.containerPort}/${port.protocol ?? 'TCP'}`);
  return (
    <Tr>
      <Td dataLabel={t('column.name')}>{container.name}</Td>
      <Td dataLabel={t('detail.image')}>{container.image}</Td>
      <Td dataLabel={t('detail.state')}>
        <StatusLabel status={stateWord(status?.state)} /> {stateMessage(status?.state)}
      </Td>
      <Td dataLabel={t('column.ready')}>
        <YesNo value={status?.ready === true} />
      </Td>
      <Td dataLabel={t('column.restarts')}>{status?.restartCount ?? 0}</Td>
      <Td dataLabel={t('column.ports')}>{ports.join(', ') || '-'}</Td>
    </Tr>
  );
}

function stateWord(state: ContainerState = {}): string | undefined {
  if (state.running) {
    return 'Running';
  }
  if (state.terminated) {
    return state.terminated.reason || `ExitCode:${state.terminated.exitCode ?? 0}`;
  }
  return state.waiting?.reason;
}

function stateMessage(state: ContainerState = {}): string | undefined {
  return state.waiting?.message ?? state.terminated?.message;
}
