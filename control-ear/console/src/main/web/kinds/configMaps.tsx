import type { KubeObject } from '../api/object';
import { ConfigMapData } from './parts/ConfigMapData';
import { YesNo } from '../ui/YesNo';
import { ageColumn, nameColumn, namespaceColumn } from './columns';
import type { Kind } from './kind';
import { numberColumn } from './workload';

export interface ConfigMap extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
  readonly binaryData?: Readonly<Record<string, string>>;
  readonly immutable?: boolean;
}

export const configMaps: Kind<ConfigMap> = {
  resource: { group: '', version: 'v1', plural: 'configmaps', kind: 'ConfigMap', namespaced: true },
  plural: 'kind.configmaps',
  singular: 'kind.configmap',
  columns: [
    nameColumn(() => configMaps, 45),
    { ...namespaceColumn, width: 25 },
    numberColumn('keys', 'column.keys', (map) => Object.keys({ ...map.data, ...map.binaryData }).length),
    ageColumn,
  ],
  facts: [{ label: 'detail.immutable', value: (map) => <YesNo value={map.immutable === true} /> }],
  sections: [ConfigMapData],
  actions: ['delete'],
};
