import { Content, PageSection, Title } from '@patternfly/react-core';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { ActionMenu } from '../actions/ActionMenu';
import type { KubeObject } from '../api/object';
import { useNamespace } from '../app/namespace';
import { useI18n } from '../i18n/I18n';
import type { ListedKind } from '../kinds/all';
import { useLiveList } from '../live/useLiveList';
import { filterTest } from './filter';
import { ListBody } from './ListBody';
import { ListToolbar } from './ListToolbar';

/** The live list of one kind. The filter is part of the address, so that a list can be bookmarked. */
export function ListPage({ kind }: { kind: ListedKind }) {
  const { t } = useI18n();
  const { namespace } = useNamespace();
  const [parameters, setParameters] = useSearchParams();
  const filter = parameters.get('filter') ?? '';
  const list = useLiveList(kind, { namespace: kind.resource.namespaced ? namespace : undefined });
  const shown = useMemo(() => list.objects.filter(filterTest(filter)), [list.objects, filter]);
  const rowEnd = useCallback((object: KubeObject) => <ActionMenu kind={kind} object={object} isInRow />, [kind]);
  const setFilter = (text: string) => setParameters(text === '' ? {} : { filter: text }, { replace: true });
  return (
    <PageSection className="gantry-page gantry-page-fixed" isFilled hasBodyWrapper={false} aria-label={t(kind.plural)}>
      <Content>
        <Title headingLevel="h1">{t(kind.plural)}</Title>
      </Content>
      <ListToolbar
        filter={filter}
        onFilter={setFilter}
        phase={list.phase}
        error={list.error}
        shown={shown.length}
        total={list.objects.length}
      />
      <ListBody
        kind={kind}
        list={list}
        shown={shown}
        onClearFilter={() => setFilter('')}
        rowEnd={rowEnd}
      />
    </PageSection>
  );
}
