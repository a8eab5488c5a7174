import { Card, CardBody, CardTitle } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import type { ReactNode } from 'react';
import { useI18n } from '../../i18n/I18n';
import type { MessageKey } from '../../i18n/en';

interface TableCardProps {
  readonly title: MessageKey;
  readonly columns: readonly MessageKey[];
  /** Cells in the order of the columns. */
  readonly rows: readonly (readonly ReactNode[])[];
  readonly note?: string;
}

/** A small table on an object's page. */
export function TableCard({ title, columns, rows, note }: TableCardProps) {
  const { t } = useI18n();
  return (
    <Card>
      <CardTitle component="h2">{t(title)}</CardTitle>
      <CardBody>
        {note && <p>{note}</p>}
        {rows.length === 0 ? (
          t('detail.none')
        ) : (
          <Table aria-label={t(title)} variant="compact">
            <Thead>
              <Tr>
                {columns.map((column) => (
                  <Th key={column}>{t(column)}</Th>
                ))}
              </Tr>
            </Thead>
            <Tbody>
              {rows.map((cells, row) => (
                <Tr key={row}>
                  {cells.map((cell, index) => (
                    <Td key={index} dataLabel={columns[index] && t(columns[index])} modifier="breakWord">
                      {cell}
                    </Td>
                  ))}
                </Tr>
              ))}
            </Tbody>
          </Table>
        )}
      </CardBody>
    </Card>
  );
}
