import { Card, CardBody, CardTitle } from '@patternfly/react-core';
import { useI18n } from '../../i18n/I18n';
import { EmbeddedList } from '../../list/EmbeddedList';
import type { Selection } from '../../live/source';
import { pods } from '../pods';

/** The pods of a selection, live. */
export function PodsCard({ selection }: { selection: Selection }) {
  const { t } = useI18n();
  return (
    <Card>
      <CardTitle component="h2">{t('kind.pods')}</CardTitle>
      <CardBody>
        <EmbeddedList kind={pods} selection={selection} />
      </CardBody>
    </Card>
  );
}
