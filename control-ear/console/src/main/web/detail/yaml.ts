import { stringify } from 'yaml';
import type { KubeObject } from '../api/object';
import { apiVersionOf, type Resource } from '../api/resource';

/** The object as YAML. Items of a list come without their version and kind: they are set from the resource. */
export function yamlOf(resource: Resource, object: KubeObject, hasManagedFields: boolean): string {
  const { managedFields, ...metadata } = object.metadata;
  const { apiVersion, kind, metadata: _metadata, ...rest } = object;
  const whole = {
    apiVersion: apiVersion ?? apiVersionOf(resource),
    kind: kind ?? resource.kind,
    metadata: hasManagedFields && managedFields ? { ...metadata, managedFields } : metadata,
    ...rest,
  };
  return stringify(whole, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** A piece of a line and what it is. */
export interface Piece {
  readonly text: string;
  readonly role: 'plain' | 'key' | 'string' | 'literal' | 'mark';
}

const KEYED = /^(\s*(?:- )*)("(?:[^"\\]|\\.)*"|[^\s"'#:][^:]*|\.?[\w./-]+)(:)(\s.*)?$/;

/** A line of YAML in pieces for colouring; all pieces together are the line again. */
export function pieces(line: string): Piece[] {
  const keyed = KEYED.exec(line);
  if (!keyed) {
    const item = /^(\s*(?:- )+)(.*)$/.exec(line);
    return item ? [mark(item[1]), value(item[2])].filter((piece) => piece.text !== '') : [{ text: line, role: 'plain' }];
  }
  const [, indent, key = '', colon, rest] = keyed;
  const all: Piece[] = [mark(indent), { text: key, role: 'key' }, mark(colon), value(rest)];
  return all.filter((piece) => piece.text !== '');
}

function mark(text = ''): Piece {
  return { text, role: 'mark' };
}

function value(text = ''): Piece {
  const isLiteral = /^\s*(true|false|null|-?\d+(\.\d+)?|\{\}|\[\])$/.test(text);
  return { text, role: isLiteral ? 'literal' : 'string' };
}
