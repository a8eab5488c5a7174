import { describe, expect, it } from 'vitest';
import { podStatus, readyContainers, restarts } from '../../../main/web/kinds/podStatus';
import type { ContainerStatus, Pod } from '../../../main/web/kinds/podTypes';

const metadata = { name: 'web' };
const running: ContainerStatus = { name: 'a', ready: true, restartCount: 2, state: { running: {} } };
const waiting = (reason: string): ContainerStatus => ({ name: 'a', restartCount: 3, state: { waiting: { reason } } });
const ended = (reason: string | undefined, exitCode: number, signal?: number): ContainerStatus => ({
  name: 'a',
  state: { terminated: { reason, exitCode, signal } },
});

function pod(phase: string, containerStatuses: ContainerStatus[], initContainerStatuses: ContainerStatus[] = []): Pod {
  const initContainers = initContainerStatuses.map((status) => ({ name: status.name }));
  return {
    metadata,
    spec: { containers: containerStatuses.map((status) => ({ name: status.name })), initContainers },
    status: { phase, containerStatuses, initContainerStatuses },
  };
}

describe("a pod's status", () => {
  it.each<[string, Pod]>([
    ['Pending', pod('Pending', [])],
    ['Running', pod('Running', [running])],
    ['ContainerCreating', pod('Pending', [waiting('ContainerCreating')])],
    ['CrashLoopBackOff', pod('Running', [waiting('CrashLoopBackOff')])],
    ['ImagePullBackOff', pod('Pending', [waiting('ImagePullBackOff')])],
    ['Completed', pod('Succeeded', [ended('Completed', 0)])],
    ['Running', pod('Running', [ended('Completed', 0), running])],
    ['OOMKilled', pod('Failed', [ended('OOMKilled', 137)])],
    ['ExitCode:3', pod('Failed', [ended(undefined, 3)])],
    ['Signal:9', pod('Failed', [ended('', 137, 9)])],
    ['Init:0/2', pod('Pending', [], [{ name: 'i', state: { running: {} } }, { name: 'j' }])],
    ['Init:CrashLoopBackOff', pod('Pending', [], [{ ...waiting('CrashLoopBackOff'), name: 'i' }])],
    ['Init:ExitCode:1', pod('Pending', [], [{ ...ended(undefined, 1), name: 'i' }])],
    ['PodInitializing', pod('Pending', [waiting('PodInitializing')], [{ ...ended('Completed', 0), name: 'i' }])],
    ['Evicted', { metadata, status: { phase: 'Failed', reason: 'Evicted' } }],
    ['Terminating', { ...pod('Running', [running]), metadata: { name: 'web', deletionTimestamp: 'now' } }],
    ['Unknown', { metadata: { name: 'web', deletionTimestamp: 'now' }, status: { reason: 'NodeLost' } }],
    ['Unknown', { metadata }],
  ])('is %s', (expected, object) => {
    expect(podStatus(object)).toBe(expected);
  });

  it('counts a running sidecar as done with initialising', () => {
    const sidecar = pod('Running', [running], [{ name: 's', started: true, state: { running: {} } }]);
    const spec = { ...sidecar.spec, initContainers: [{ name: 's', restartPolicy: 'Always' }] };
    expect(podStatus({ ...sidecar, spec })).toBe('Running');
  });

  it('counts ready containers and restarts', () => {
    const object = pod('Running', [running, waiting('CrashLoopBackOff')]);
    expect(readyContainers(object)).toBe('1/2');
    expect(restarts(object)).toBe(5);
  });
});
