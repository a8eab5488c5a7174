import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../main/web/api/object';
import type { Column } from '../../../main/web/kinds/kind';
import { initialSorting, sorted } from '../../../main/web/list/sorting';

const columns: Column<KubeObject>[] = [
  { id: 'name', label: 'column.name', width: 1, cell: () => null, sort: (object) => object.metadata.name },
  { id: 'generation', label: 'column.count', width: 1, cell: () => null, sort: (object) => object.metadata.generation ?? NaN },
];

const objects: KubeObject[] = [
  { metadata: { name: 'b', namespace: 'x', generation: 10 } },
  { metadata: { name: 'a', namespace: 'y', generation: 9 } },
  { metadata: { name: 'a', namespace: 'x', generation: 10 } },
  { metadata: { name: 'c', namespace: 'x' } },
];

const order = (column: string, direction: 'asc' | 'desc') =>
  sorted(objects, columns, { column, direction }).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);

describe('sorting', () => {
  it.each<[string, 'asc' | 'desc', string[]]>([
    ['name', 'asc', ['x/a', 'y/a', 'x/b', 'x/c']],
    ['name', 'desc', ['x/c', 'x/b', 'x/a', 'y/a']],
    ['generation', 'asc', ['y/a', 'x/a', 'x/b', 'x/c']],
    ['unknown', 'asc', ['x/a', 'x/b', 'x/c', 'y/a']],
  ])('by %s %s', (column, direction, expected) => {
    expect(order(column, direction)).toEqual(expected);
  });

  it('begins as the kind says', () => {
    expect(initialSorting()).toEqual({ column: 'name', direction: 'asc' });
    expect(initialSorting('-age')).toEqual({ column: 'age', direction: 'desc' });
  });
});
