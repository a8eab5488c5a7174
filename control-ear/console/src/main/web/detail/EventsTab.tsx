import type { KubeObject } from '../api/object';
import { useI18n } from '../i18n/I18n';
import { eventColumns, events } from '../kinds/events';
import { EmbeddedList } from '../list/EmbeddedList';

/** Events about a cluster-wide object are kept in this namespace. */
const CLUSTER_EVENTS = 'default';

export function EventsTab({ object }: { object: KubeObject }) {
  const { t } = useI18n();
  const { name, namespace } = object.metadata;
  const about = [`involvedObject.name=${name}`, object.kind && `involvedObject.kind=${object.kind}`].filter(Boolean);
  return (
    <EmbeddedList
      kind={events}
      selection={{ namespace: namespace ?? CLUSTER_EVENTS, fieldSelector: about.join(',') }}
      columns={eventColumns}
      empty={`${t('detail.noEvents')}. ${t('detail.noEventsText')}`}
    />
  );
}
