import type { Container, ContainerStatus, Pod } from './podTypes';

/** One word for how a pod is, as kubectl's STATUS column has it. */
export function podStatus(pod: Pod): string {
  if (pod.metadata.deletionTimestamp) {
    return pod.status?.reason === 'NodeLost' ? 'Unknown' : 'Terminating';
  }
  return initStatus(pod) ?? containersStatus(pod) ?? pod.status?.reason ?? pod.status?.phase ?? 'Unknown';
}

/** What an init container that is not done yet holds the pod up with. */
function initStatus(pod: Pod): string | undefined {
  const declared = pod.spec?.initContainers ?? [];
  const statuses = pod.status?.initContainerStatuses ?? [];
  for (const [index, status] of statuses.entries()) {
    const spec = declared.find((container) => container.name === status.name);
    if (isDone(status, spec)) {
      continue;
    }
    const { terminated, waiting } = status.state ?? {};
    if (terminated) {
      return `Init:${terminated.reason || exitText(terminated)}`;
    }
    if (waiting?.reason && waiting.reason !== 'PodInitializing') {
      return `Init:${waiting.reason}`;
    }
    return `Init:${index}/${declared.length}`;
  }
  return undefined;
}

function isDone(status: ContainerStatus, spec: Container | undefined): boolean {
  const isSidecar = spec?.restartPolicy === 'Always';
  return status.state?.terminated?.exitCode === 0 || (isSidecar && status.started === true);
}

/** The state of the first container that says something, else of the pod. */
function containersStatus(pod: Pod): string | undefined {
  const statuses = pod.status?.containerStatuses ?? [];
  const running = statuses.some((status) => status.state?.running && status.ready);
  for (const { state } of statuses) {
    if (state?.waiting?.reason) {
      return state.waiting.reason;
    }
    if (state?.terminated) {
      const text = state.terminated.reason || exitText(state.terminated);
      return text === 'Completed' && running ? 'Running' : text;
    }
  }
  return undefined;
}

function exitText(terminated: { readonly exitCode?: number; readonly signal?: number }): string {
  return terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode ?? 0}`;
}

export function readyContainers(pod: Pod): string {
  const ready = (pod.status?.containerStatuses ?? []).filter((status) => status.ready).length;
  return `${ready}/${pod.spec?.containers?.length ?? 0}`;
}

export function restarts(pod: Pod): number {
  return (pod.status?.containerStatuses ?? []).reduce((sum, status) => sum + (status.restartCount ?? 0), 0);
}
