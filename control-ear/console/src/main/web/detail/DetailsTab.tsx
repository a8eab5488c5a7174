import {
  Card,
  CardBody,
  CardTitle,
  DescriptionList,
  DescriptionListDescription,
  DescriptionListGroup,
  DescriptionListTerm,
} from '@patternfly/react-core';
import type { ReactNode } from 'react';
import type { Condition, KubeObject } from '../api/object';
import { useI18n } from '../i18n/I18n';
import type { ListedKind } from '../kinds/all';
import { Age } from '../ui/Age';
import { LabelList } from '../ui/LabelList';
import { NamespaceLink } from '../ui/links';
import { Annotations } from './Annotations';
import { Conditions } from './Conditions';

/** Facts about an object, its conditions, and what its kind adds. */
export function DetailsTab({ kind, object }: { kind: ListedKind; object: KubeObject }) {
  const { t } = useI18n();
  return (
    <div className="gantry-stack">
      <Card>
        <CardTitle component="h2">{t('detail.details')}</CardTitle>
        <CardBody>
          <Facts kind={kind} object={object} />
        </CardBody>
      </Card>
      {kind.sections?.map((Section, index) => <Section key={index} object={object} />)}
      <Conditions conditions={conditionsOf(object)} />
    </div>
  );
}

function Facts({ kind, object }: { kind: ListedKind; object: KubeObject }) {
  const { t, language } = useI18n();
  const { namespace, labels, annotations, creationTimestamp } = object.metadata;
  const created = creationTimestamp && new Date(creationTimestamp).toLocaleString(language);
  return (
    <DescriptionList columnModifier={{ default: '1Col', lg: '2Col', '2xl': '3Col' }} isCompact>
      {namespace && (
        <FactRow label={t('column.namespace')}>
          <NamespaceLink namespace={namespace} />
        </FactRow>
      )}
      <FactRow label={t('detail.created')}>
        {created} (<Age since={creationTimestamp} />)
      </FactRow>
      {kind.facts?.map((fact) => (
        <FactRow key={fact.label} label={t(fact.label)}>
          {fact.value(object) || '-'}
        </FactRow>
      ))}
      <FactRow label={t('detail.labels')}>
        <LabelList
          labels={Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`)}
          plural={kind.resource.plural}
        />
      </FactRow>
      <FactRow label={t('detail.annotations')}>
        <Annotations annotations={annotations ?? {}} />
      </FactRow>
    </DescriptionList>
  );
}

function FactRow({ label, children }: { label: string; children: ReactNode }) {
  return (
    <DescriptionListGroup>
      <DescriptionListTerm>{label}</DescriptionListTerm>
      <DescriptionListDescription>{children}</DescriptionListDescription>
    </DescriptionListGroup>
  );
}

function conditionsOf(object: KubeObject): readonly Condition[] {
  return (object as { status?: { conditions?: readonly Condition[] } }).status?.conditions ?? [];
}
