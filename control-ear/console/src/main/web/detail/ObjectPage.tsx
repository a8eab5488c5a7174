import {
  Breadcrumb,
  BreadcrumbItem,
  Bullseye,
  EmptyState,
  EmptyStateBody,
  EmptyStateFooter,
  Flex,
  FlexItem,
  Label,
  PageSection,
  Spinner,
  Title,
} from '@patternfly/react-core';
import { Link } from 'react-router';
import { ActionMenu } from '../actions/ActionMenu';
import type { KubeObject } from '../api/object';
import { useI18n } from '../i18n/I18n';
import type { ListedKind } from '../kinds/all';
import { useLiveObject } from '../live/useLiveObject';
import { ErrorState } from '../ui/ErrorState';
import { listAddress } from '../ui/links';
import { ObjectTabs } from './ObjectTabs';

interface ObjectPageProps {
  readonly kind: ListedKind;
  readonly namespace?: string;
  readonly name: string;
  readonly tab?: string;
}

/** Everything about one object. */
export function ObjectPage({ kind, namespace, name, tab }: ObjectPageProps) {
  const { t } = useI18n();
  const { object, phase, error, retry } = useLiveObject(kind, namespace, name);
  if (phase === 'refused' || (phase === 'loading' && error)) {
    return <ErrorState error={error} onRetry={retry} />;
  }
  if (phase === 'loading') {
    return (
      <Bullseye>
        <Spinner aria-label={t('list.loading')} />
      </Bullseye>
    );
  }
  if (!object) {
    return <Gone kind={kind} name={name} />;
  }
  return (
    <PageSection className="gantry-page" isFilled hasBodyWrapper={false} aria-label={name}>
      <ObjectHeader kind={kind} object={object} />
      <ObjectTabs kind={kind} object={object} tab={tab} />
    </PageSection>
  );
}

function ObjectHeader({ kind, object }: { kind: ListedKind; object: KubeObject }) {
  const { t } = useI18n();
  const { name, namespace, deletionTimestamp } = object.metadata;
  return (
    <>
      <Breadcrumb>
        <BreadcrumbItem>
          <Link to={listAddress(kind.resource.plural)}>{t(kind.plural)}</Link>
        </BreadcrumbItem>
        {namespace && <BreadcrumbItem>{namespace}</BreadcrumbItem>}
        <BreadcrumbItem isActive>{name}</BreadcrumbItem>
      </Breadcrumb>
      <Flex alignItems={{ default: 'alignItemsCenter' }}>
        <Label color="blue" variant="filled">
          {t(kind.singular)}
        </Label>
        <Title headingLevel="h1">{name}</Title>
        {deletionTimestamp && <Label status="warning">{t('detail.deleting')}</Label>}
        <FlexItem align={{ default: 'alignRight' }}>
          <ActionMenu kind={kind} object={object} />
        </FlexItem>
      </Flex>
    </>
  );
}

function Gone({ kind, name }: { kind: ListedKind; name: string }) {
  const { t } = useI18n();
  return (
    <EmptyState headingLevel="h1" titleText={t('detail.gone', { name })}>
      <EmptyStateBody>{t('detail.goneText')}</EmptyStateBody>
      <EmptyStateFooter>
        <Link to={listAddress(kind.resource.plural)}>{t('detail.backToList')}</Link>
      </EmptyStateFooter>
    </EmptyState>
  );
}
