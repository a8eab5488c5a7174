import { Table, Tbody, Th, Thead, Tr } from '@patternfly/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useMemo, useRef, useState, type ReactNode } from 'react';
import { keyOf, type KubeObject } from '../api/object';
import { useI18n } from '../i18n/I18n';
import type { Column } from '../kinds/kind';
import { initialSorting, sorted, type Sorting } from './sorting';
import './table.css';

/** Pixels; the same as `--gantry-row` in table.css. */
const ROW_HEIGHT = 40;

export interface ResourceTableProps<T extends KubeObject> {
  readonly label: string;
  readonly columns: readonly Column<T>[];
  readonly objects: readonly T[];
  readonly sortedBy?: string;
  /** What stands at the end of each row. */
  readonly rowEnd?: (object: T) => ReactNode;
  /** Inside another page: as high as its rows, up to a limit. */
  readonly isEmbedded?: boolean;
}

/** A table that sorts by its columns and renders only the rows in view, so that many thousands of them stay fast. */
export function ResourceTable<T extends KubeObject>(props: ResourceTableProps<T>) {
  const { label, columns, objects, rowEnd, isEmbedded } = props;
  const [sorting, setSorting] = useState(() => initialSorting(props.sortedBy));
  const rows = useMemo(() => sorted(objects, columns, sorting), [objects, columns, sorting]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  });
  const shown = virtual.getVirtualItems();
  const above = shown[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (shown.at(-1)?.end ?? 0);
  return (
    <div className={isEmbedded ? 'gantry-table gantry-table-embedded' : 'gantry-table'} ref={scroller} tabIndex={-1}>
      <Table aria-label={label} aria-rowcount={rows.length + 1} variant="compact" isStickyHeader gridBreakPoint="">
        <Columns columns={columns} hasEnd={rowEnd !== undefined} />
        <Thead>
          <HeaderRow columns={columns} sorting={sorting} onSort={setSorting} hasEnd={rowEnd !== undefined} />
        </Thead>
        <Tbody>
          <Spacer height={above} />
          {shown.map(({ index }) => {
            const object = rows[index];
            return object && <Row key={keyOf(object)} columns={columns} object={object} index={index} rowEnd={rowEnd} />;
          })}
          <Spacer height={below} />
        </Tbody>
      </Table>
    </div>
  );
}

const Columns = memo(function Columns({ columns, hasEnd }: { columns: readonly Column<never>[]; hasEnd: boolean }) {
  const total = columns.reduce((sum, column) => sum + column.width, 0);
  return (
    <colgroup>
      {columns.map((column) => (
        <col key={column.id} style={{ width: `${(column.width / total) * 100}%` }} />
      ))}
      {hasEnd && <col className="gantry-table-end" />}
    </colgroup>
  );
});

interface HeaderProps {
  readonly columns: readonly Column<never>[];
  readonly sorting: Sorting;
  readonly onSort: (sorting: Sorting) => void;
  readonly hasEnd: boolean;
}

const HeaderRow = memo(function HeaderRow({ columns, sorting, onSort, hasEnd }: HeaderProps) {
  const { t } = useI18n();
  const index = columns.findIndex((column) => column.id === sorting.column);
  return (
    <Tr>
      {columns.map((column, columnIndex) => (
        <Th
          key={column.id}
          modifier="truncate"
          sort={
            column.sort && {
              columnIndex,
              sortBy: { index, direction: sorting.direction },
              onSort: (_event, _index, direction) => onSort({ column: column.id, direction }),
            }
          }
        >
          {t(column.label)}
        </Th>
      ))}
      {hasEnd && <Th screenReaderText={t('column.actions')} />}
    </Tr>
  );
});

interface RowProps<T extends KubeObject> {
  readonly columns: readonly Column<T>[];
  readonly object: T;
  readonly index: number;
  readonly rowEnd?: (object: T) => ReactNode;
}

/** Plain elements in PatternFly's classes: its own components cost too much where rows come and go while scrolling. */
function PlainRow<T extends KubeObject>({ columns, object, index, rowEnd }: RowProps<T>) {
  return (
    <tr className="pf-v6-c-table__tr" aria-rowindex={index + 2} data-name={object.metadata.name}>
      {columns.map((column) => (
        <td key={column.id} className="pf-v6-c-table__td gantry-cell">
          {column.cell(object)}
        </td>
      ))}
      {rowEnd && <td className="pf-v6-c-table__td pf-v6-c-table__action">{rowEnd(object)}</td>}
    </tr>
  );
}

const Row = memo(PlainRow) as typeof PlainRow;

/** Stands for the rows that are out of view. */
function Spacer({ height }: { height: number }) {
  return height > 0 ? <tr aria-hidden="true" style={{ height }} /> : null;
}
