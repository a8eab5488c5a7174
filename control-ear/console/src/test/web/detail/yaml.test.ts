import { describe, expect, it } from 'vitest';
import { pieces, yamlOf } from '../../../main/web/detail/yaml';

const deployments = { group: 'apps', version: 'v1', plural: 'deployments', kind: 'Deployment', namespaced: true };
const object = { metadata: { name: 'web', managedFields: [{ manager: 'kubectl' }] }, spec: { replicas: 2 } };

describe('an object as YAML', () => {
  it('begins with version and kind, and leaves managed fields out', () => {
    expect(yamlOf(deployments, object, false)).toBe(
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 2\n',
    );
  });

  it('shows managed fields on demand', () => {
    expect(yamlOf(deployments, object, true)).toContain('managedFields:\n    - manager: kubectl');
  });
});

describe('the pieces of a line', () => {
  it.each([
    ['  replicas: 2', ['  |mark', 'replicas|key', ':|mark', ' 2|literal']],
    ['metadata:', ['metadata|key', ':|mark']],
    ['    - name: web', ['    - |mark', 'name|key', ':|mark', ' web|string']],
    ['  - nginx', ['  - |mark', 'nginx|string']],
    ['  "a: b": true', ['  |mark', '"a: b"|key', ':|mark', ' true|literal']],
    ['  kubernetes.io/os: linux', ['  |mark', 'kubernetes.io/os|key', ':|mark', ' linux|string']],
    ['', ['|plain']],
  ])('%j', (line, expected) => {
    expect(pieces(line).map((piece) => `${piece.text}|${piece.role}`)).toEqual(expected);
  });

  it.each(['a: b: c', '  - - x', '{"json": [1, 2]}', 'text: |', ': odd', '- "quoted: text"', '   '])(
    'of %j make the line again',
    (line) => {
      expect(
        pieces(line)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(line);
    },
  );
});
