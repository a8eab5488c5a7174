import { describe, expect, it } from 'vitest';
import { KINDS, kindOfPlural } from '../../../main/web/kinds/all';
import { withoutValues } from '../../../main/web/kinds/secretValues';

describe.each(KINDS.map((kind) => [kind.resource.plural, kind] as const))('the kind %s', (plural, kind) => {
  it('is found by its address', () => {
    expect(kindOfPlural(plural)).toBe(kind);
  });

  it('has columns of different names', () => {
    const ids = kind.columns.map((column) => column.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('shows the namespace exactly when it has one', () => {
    expect(kind.columns.some((column) => column.id === 'namespace')).toBe(kind.resource.namespaced);
  });

  it('is sorted by a column that can be', () => {
    const wanted = (kind.sortedBy ?? 'name').replace('-', '');
    expect(kind.columns.find((column) => column.id === wanted)?.sort).toBeDefined();
  });

  it('takes an object without spec and status', () => {
    const bare = { metadata: { name: 'bare' } };
    expect(() => kind.columns.forEach((column) => [column.sort?.(bare), column.cell(bare)])).not.toThrow();
    expect(() => kind.facts?.forEach((fact) => fact.value(bare))).not.toThrow();
  });
});

describe('secrets', () => {
  it('are read without their values', () => {
    expect(kindOfPlural('secrets')?.prepare).toBe(withoutValues);
  });
});

describe('an unknown address', () => {
  it('has no kind', () => {
    expect(kindOfPlural('unicorns')).toBeUndefined();
    expect(kindOfPlural(undefined)).toBeUndefined();
  });
});
