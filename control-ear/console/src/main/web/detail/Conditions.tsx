import { Card, CardBody, CardTitle } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import type { Condition } from '../api/object';
import { useI18n } from '../i18n/I18n';
import { Age } from '../ui/Age';

export function Conditions({ conditions }: { conditions: readonly Condition[] }) {
  const { t } = useI18n();
  if (conditions.length === 0) {
    return null;
  }
  return (
    <Card>
      <CardTitle component="h2">{t('detail.conditions')}</CardTitle>
      <CardBody>
        <Table aria-label={t('detail.conditions')} variant="compact">
          <Thead>
            <Tr>
              <Th>{t('column.type')}</Th>
              <Th>{t('detail.conditionStatus')}</Th>
              <Th>{t('detail.changed')}</Th>
              <Th>{t('column.reason')}</Th>
              <Th>{t('column.message')}</Th>
            </Tr>
          </Thead>
          <Tbody>
            {conditions.map((condition) => (
              <Tr key={condition.type}>
                <Td dataLabel={t('column.type')}>{condition.type}</Td>
                <Td dataLabel={t('detail.conditionStatus')}>{condition.status}</Td>
                <Td dataLabel={t('detail.changed')}>
                  <Age since={condition.lastTransitionTime} />
                </Td>
                <Td dataLabel={t('column.reason')}>{condition.reason ?? '-'}</Td>
                <Td dataLabel={t('column.message')}>{condition.message ?? '-'}</Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      </CardBody>
    </Card>
  );
}
