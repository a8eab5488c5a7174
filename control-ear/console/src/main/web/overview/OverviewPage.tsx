import { Content, PageSection, Title } from '@patternfly/react-core';
import { useI18n } from '../i18n/I18n';
import { deployments } from '../kinds/deployments';
import { isReady, nodes } from '../kinds/nodes';
import { namespaces } from '../kinds/namespaces';
import { pods } from '../kinds/pods';
import { readyReplicas, wantedReplicas } from '../kinds/workload';
import { useLiveList } from '../live/useLiveList';
import { useNamespace } from '../app/namespace';
import { CountCard } from './CountCard';
import { PodsCard } from './PodsCard';
import { RequestedCard } from './RequestedCard';
import { VersionText } from './VersionText';
import { WarningsCard } from './WarningsCard';

/** The state of the cluster at a glance; each card shows what the user may see. */
export function OverviewPage() {
  const { t } = useI18n();
  const { namespace } = useNamespace();
  const nodeList = useLiveList(nodes);
  const podList = useLiveList(pods, { namespace });
  const deploymentList = useLiveList(deployments, { namespace });
  const namespaceList = useLiveList(namespaces);
  const readyNodes = nodeList.objects.filter(isReady).length;
  const available = deploymentList.objects.filter((workload) => readyReplicas(workload) >= wantedReplicas(workload)).length;
  const active = namespaceList.objects.filter((object) => object.status?.phase !== 'Terminating').length;
  return (
    <PageSection isFilled hasBodyWrapper={false} aria-label={t('overview.title')}>
      <div className="gantry-stack">
        <Content>
          <Title headingLevel="h1">{t('overview.title')}</Title>
          <VersionText />
        </Content>
        <div className="gantry-cards">
          <CountCard
            kind={nodes}
            list={nodeList}
            isGood={readyNodes === nodeList.objects.length}
            text={t('overview.nodesReady', { ready: readyNodes, total: nodeList.objects.length })}
          />
          <CountCard
            kind={deployments}
            list={deploymentList}
            isGood={available === deploymentList.objects.length}
            text={t('overview.available', { ready: available, total: deploymentList.objects.length })}
          />
          <PodsCard list={podList} />
          <CountCard
            kind={namespaces}
            list={namespaceList}
            isGood
            text={t('overview.namespaces', { count: active })}
          />
        </div>
        {namespace === undefined && <RequestedCard nodes={nodeList.objects} pods={podList.objects} />}
        <WarningsCard namespace={namespace} />
      </div>
    </PageSection>
  );
}
