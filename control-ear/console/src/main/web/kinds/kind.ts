import type { ComponentType, ReactNode } from 'react';
import type { KubeObject } from '../api/object';
import type { Resource } from '../api/resource';
import type { MessageKey } from '../i18n/en';

/** What the console knows of one kind: one file below `kinds/` each. */
export interface Kind<T extends KubeObject> {
  readonly resource: Resource;
  readonly plural: MessageKey;
  readonly singular: MessageKey;
  readonly columns: readonly Column<T>[];
  /** The id of the column by which lists are sorted first; `-` before it sorts downwards. */
  readonly sortedBy?: string;
  /** Facts for the object's own page, besides what all objects have. */
  readonly facts?: readonly Fact<T>[];
  /** Further parts of the object's own page. */
  readonly sections?: readonly ComponentType<{ object: T }>[];
  readonly actions: readonly Action[];
  /** Drops what must not be kept; runs on everything that is read. */
  readonly prepare?: (object: T) => T;
}

export interface Column<T extends KubeObject> {
  readonly id: string;
  readonly label: MessageKey;
  /** Share of the table's width. */
  readonly width: number;
  readonly cell: (object: T) => ReactNode;
  /** What the column is sorted by; absent for a column that is not. */
  readonly sort?: (object: T) => string | number;
}

export interface Fact<T extends KubeObject> {
  readonly label: MessageKey;
  readonly value: (object: T) => ReactNode;
}

export type Action = 'scale' | 'restart' | 'logs' | 'delete';
