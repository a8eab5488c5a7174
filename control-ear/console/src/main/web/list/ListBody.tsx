import { Button, Bullseye, EmptyState, EmptyStateBody, EmptyStateFooter, Spinner } from '@patternfly/react-core';
import CubesIcon from '@patternfly/react-icons/dist/esm/icons/cubes-icon';
import SearchIcon from '@patternfly/react-icons/dist/esm/icons/search-icon';
import type { ReactNode } from 'react';
import type { KubeObject } from '../api/object';
import { useI18n } from '../i18n/I18n';
import type { Kind } from '../kinds/kind';
import type { LiveList } from '../live/useLiveList';
import { ErrorState } from '../ui/ErrorState';
import { ResourceTable } from './ResourceTable';

interface ListBodyProps<T extends KubeObject> {
  readonly kind: Kind<T>;
  readonly list: LiveList<T>;
  readonly shown: readonly T[];
  readonly onClearFilter: () => void;
  readonly rowEnd?: (object: T) => ReactNode;
}

/** The table of a list, or why there is none. */
export function ListBody<T extends KubeObject>({ kind, list, shown, onClearFilter, rowEnd }: ListBodyProps<T>) {
  const { t } = useI18n();
  if (list.phase === 'refused' || (list.phase === 'loading' && list.error)) {
    return <ErrorState error={list.error} onRetry={list.retry} />;
  }
  if (list.phase === 'loading') {
    return (
      <Bullseye>
        <Spinner aria-label={t('list.loading')} />
      </Bullseye>
    );
  }
  if (list.objects.length === 0) {
    return (
      <EmptyState headingLevel="h2" titleText={t('list.empty')} icon={CubesIcon}>
        <EmptyStateBody>{t('list.emptyText')}</EmptyStateBody>
      </EmptyState>
    );
  }
  if (shown.length === 0) {
    return (
      <EmptyState headingLevel="h2" titleText={t('list.noMatch')} icon={SearchIcon}>
        <EmptyStateFooter>
          <Button variant="link" onClick={onClearFilter}>
            {t('list.clearFilter')}
          </Button>
        </EmptyStateFooter>
      </EmptyState>
    );
  }
  return (
    <ResourceTable
      label={t(kind.plural)}
      columns={kind.columns}
      objects={shown}
      sortedBy={kind.sortedBy}
      rowEnd={kind.actions.length > 0 ? rowEnd : undefined}
    />
  );
}
