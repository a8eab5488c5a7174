import type { KubeObject } from '../api/object';
import type { Resource } from '../api/resource';
import { useI18n } from '../i18n/I18n';
import { eventColumns, events } from '../kinds/events';
import { EmbeddedList } from '../list/EmbeddedList';

/** Events about a cluster-wide object are kept in this namespace. */
const CLUSTER_EVENTS = 'default';

interface EventsTabProps {
  readonly resource: Resource;
  readonly object: KubeObject;
}

export function EventsTab({ resource, object }: EventsTabProps) {
  const { t } = useI18n();
  const { name, namespace } = object.metadata;
  const about = `involvedObject.name=${name},involvedObject.kind=${resource.kind}`;
  return (
    <EmbeddedList
      kind={events}
      selection={{ namespace: namespace ?? CLUSTER_EVENTS, fieldSelector: about }}
      columns={eventColumns}
      empty={`${t('detail.noEvents')}. ${t('detail.noEventsText')}`}
    />
  );
}
