import { Spinner } from '@patternfly/react-core';
import type { KubeObject } from '../api/object';
import { messageOf } from '../api/status';
import { useI18n } from '../i18n/I18n';
import type { Column, Kind } from '../kinds/kind';
import type { Selection } from '../live/source';
import { useLiveList } from '../live/useLiveList';
import { ResourceTable } from './ResourceTable';

interface EmbeddedListProps<T extends KubeObject> {
  readonly kind: Kind<T>;
  readonly selection: Selection;
  readonly columns?: readonly Column<T>[];
  readonly sortedBy?: string;
  readonly empty?: string;
}

/** A live list of related objects inside another page. */
export function EmbeddedList<T extends KubeObject>({ kind, selection, columns, sortedBy, empty }: EmbeddedListProps<T>) {
  const { t } = useI18n();
  const list = useLiveList(kind, selection);
  if (list.error && list.phase !== 'stale') {
    return <p>{messageOf(list.error)}</p>;
  }
  if (list.phase === 'loading') {
    return <Spinner size="md" aria-label={t('list.loading')} />;
  }
  if (list.objects.length === 0) {
    return <p>{empty ?? t('detail.none')}</p>;
  }
  return (
    <ResourceTable
      label={t(kind.plural)}
      columns={columns ?? kind.columns}
      objects={list.objects}
      sortedBy={sortedBy ?? kind.sortedBy}
      isEmbedded
    />
  );
}
