import { Card, CardBody, CardTitle } from '@patternfly/react-core';
import { useI18n } from '../i18n/I18n';
import { eventColumns, events, objectColumn } from '../kinds/events';
import { EmbeddedList } from '../list/EmbeddedList';

const COLUMNS = [...eventColumns.filter((column) => column.id !== 'type'), objectColumn];

export function WarningsCard({ namespace }: { namespace?: string }) {
  const { t } = useI18n();
  return (
    <Card>
      <CardTitle component="h2">{t('overview.warnings')}</CardTitle>
      <CardBody>
        <EmbeddedList
          kind={events}
          selection={{ namespace, fieldSelector: 'type=Warning' }}
          columns={COLUMNS}
          empty={t('overview.noWarnings')}
        />
      </CardBody>
    </Card>
  );
}
