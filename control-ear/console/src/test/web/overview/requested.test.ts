import { describe, expect, it } from 'vitest';
import { requested } from '../../../main/web/overview/requested';
import type { Pod } from '../../../main/web/kinds/podTypes';

const container = (cpu: string) => ({ name: 'c', resources: { requests: { cpu } } });
const pod = (cpu: string[], more: Partial<NonNullable<Pod['spec']>> = {}, phase = 'Running'): Pod => ({
  metadata: { name: 'p' },
  spec: { nodeName: 'node-1', containers: cpu.map(container), ...more },
  status: { phase },
});
const node = (cpu: string) => ({ metadata: { name: 'n' }, status: { allocatable: { cpu } } });

describe('requested resources', () => {
  it.each<[string, Pod[], number]>([
    ['are the sum of containers', [pod(['250m', '250m']), pod(['1'])], 1.5],
    ['are those of a large init container', [pod(['250m'], { initContainers: [container('2'), container('1')] })], 2],
    ['leave out pods without a node', [pod(['1'], { nodeName: undefined })], 0],
    ['leave out pods that ended', [pod(['1'], {}, 'Succeeded'), pod(['1'], {}, 'Failed')], 0],
    ['are none without requests', [{ metadata: { name: 'p' }, spec: { nodeName: 'n' } }], 0],
  ])('%s', (_title, pods, used) => {
    expect(requested(pods, [node('7800m'), node('8')], 'cpu')).toEqual({ used, total: 15.8 });
  });
});
