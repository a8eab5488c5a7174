import { SecretKeys } from './parts/SecretKeys';
import { YesNo } from '../ui/YesNo';
import { ageColumn, nameColumn, namespaceColumn } from './columns';
import type { Kind } from './kind';
import { withoutValues, type Secret } from './secretValues';
import { numberColumn } from './workload';

export const secrets: Kind<Secret> = {
  resource: { group: '', version: 'v1', plural: 'secrets', kind: 'Secret', namespaced: true },
  plural: 'kind.secrets',
  singular: 'kind.secret',
  columns: [
    nameColumn(() => secrets, 38),
    { ...namespaceColumn, width: 20 },
    { id: 'type', label: 'column.type', width: 28, sort: (secret) => secret.type ?? '', cell: (secret) => secret.type },
    numberColumn('keys', 'column.keys', (secret) => Object.keys(secret.data ?? {}).length),
    ageColumn,
  ],
  facts: [
    { label: 'column.type', value: (secret) => secret.type },
    { label: 'detail.immutable', value: (secret) => <YesNo value={secret.immutable === true} /> },
  ],
  sections: [SecretKeys],
  actions: ['delete'],
  prepare: withoutValues,
};
