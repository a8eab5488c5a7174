import { Card, CardBody, CardTitle, Progress } from '@patternfly/react-core';
import { formatBytes, rounded } from '../format/quantity';
import { useI18n } from '../i18n/I18n';
import type { Node } from '../kinds/nodes';
import type { Pod } from '../kinds/podTypes';
import { requested, type Usage } from './requested';

/** How much of the nodes is promised to pods. */
export function RequestedCard({ nodes, pods }: { nodes: readonly Node[]; pods: readonly Pod[] }) {
  const { t } = useI18n();
  if (nodes.length === 0) {
    return null;
  }
  const cpu = requested(pods, nodes, 'cpu');
  const memory = requested(pods, nodes, 'memory');
  return (
    <Card>
      <CardTitle component="h2">{t('overview.requested')}</CardTitle>
      <CardBody className="gantry-stack">
        <UsageBar
          title={t('column.cpu')}
          usage={cpu}
          label={t('overview.requestedText', {
            used: rounded(cpu.used),
            total: rounded(cpu.total),
            unit: t('overview.cores'),
          })}
        />
        <UsageBar
          title={t('column.memory')}
          usage={memory}
          label={t('overview.requestedText', {
            used: formatBytes(memory.used),
            total: formatBytes(memory.total),
            unit: '',
          }).trim()}
        />
      </CardBody>
    </Card>
  );
}

function UsageBar({ title, usage, label }: { title: string; usage: Usage; label: string }) {
  const percent = usage.total === 0 ? 0 : Math.min(100, (usage.used / usage.total) * 100);
  return <Progress title={title} value={percent} label={label} variant={percent > 90 ? 'warning' : undefined} />;
}
