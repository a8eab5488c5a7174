import { Tab, Tabs, TabTitleText } from '@patternfly/react-core';
import { lazy, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import type { KubeObject } from '../api/object';
import { useI18n } from '../i18n/I18n';
import type { MessageKey } from '../i18n/en';
import type { ListedKind } from '../kinds/all';
import { objectAddress } from '../ui/links';
import { DetailsTab } from './DetailsTab';
import { EventsTab } from './EventsTab';

// with their libraries in files of their own, which most visits do not need
const YamlTab = lazy(() => import('./YamlTab').then((module) => ({ default: module.YamlTab })));
const LogsTab = lazy(() => import('../logs/LogsTab').then((module) => ({ default: module.LogsTab })));

interface ObjectTabsProps {
  readonly kind: ListedKind;
  readonly object: KubeObject;
  readonly tab?: string;
}

interface TabContent {
  readonly id: string;
  readonly label: MessageKey;
  readonly content: () => ReactNode;
}

function tabsOf(kind: ListedKind, object: KubeObject): TabContent[] {
  const logs: TabContent = { id: 'logs', label: 'detail.logs', content: () => <LogsTab pod={object} /> };
  return [
    { id: 'details', label: 'detail.details', content: () => <DetailsTab kind={kind} object={object} /> },
    ...(kind.actions.includes('logs') ? [logs] : []),
    { id: 'events', label: 'detail.events', content: () => <EventsTab resource={kind.resource} object={object} /> },
    { id: 'yaml', label: 'detail.yaml', content: () => <YamlTab kind={kind} object={object} /> },
  ];
}

/** The tabs of an object's page; which one is open is part of the address. */
export function ObjectTabs({ kind, object, tab }: ObjectTabsProps) {
  const { t } = useI18n();
  const navigate = useNavigate();
  const tabs = tabsOf(kind, object);
  const active = tabs.find((known) => known.id === tab) ?? tabs[0];
  const { plural } = kind.resource;
  const { name, namespace } = object.metadata;
  const open = (id: string | number) => navigate(objectAddress(plural, namespace, name, String(id)), { replace: true });
  return (
    <>
      <Tabs activeKey={active?.id} onSelect={(_event, id) => void open(id)} aria-label={name}>
        {tabs.map(({ id, label }) => (
          <Tab key={id} eventKey={id} title={<TabTitleText>{t(label)}</TabTitleText>} data-testid={`tab-${id}`} />
        ))}
      </Tabs>
      {active?.content()}
    </>
  );
}
