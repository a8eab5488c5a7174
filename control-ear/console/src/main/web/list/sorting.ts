import { keyOf, type KubeObject } from '../api/object';
import type { Column } from '../kinds/kind';

export interface Sorting {
  readonly column: string;
  readonly direction: 'asc' | 'desc';
}

export function initialSorting(sortedBy = 'name'): Sorting {
  return sortedBy.startsWith('-') ? { column: sortedBy.slice(1), direction: 'desc' } : { column: sortedBy, direction: 'asc' };
}

/** The objects in the order of a column; equal ones by namespace and name, so that the order never jumps. */
export function sorted<T extends KubeObject>(objects: readonly T[], columns: readonly Column<T>[], sorting: Sorting): T[] {
  const value = columns.find((column) => column.id === sorting.column)?.sort;
  const sign = sorting.direction === 'asc' ? 1 : -1;
  return objects
    .map((object) => ({ object, value: value?.(object) ?? '', key: keyOf(object) }))
    .sort((a, b) => sign * compare(a.value, b.value) || compare(a.key, b.key))
    .map((entry) => entry.object);
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') {
    return compareNumbers(a, b);
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What is no number, as the age of something without a time, comes last. */
function compareNumbers(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) {
    return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  }
  return a - b;
}
