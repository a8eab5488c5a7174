import { Alert, Button } from '@patternfly/react-core';
import { useMemo, useState } from 'react';
import type { KubeObject } from '../api/object';
import { messageOf } from '../api/status';
import { useI18n } from '../i18n/I18n';
import type { Pod } from '../kinds/podTypes';
import { download } from '../ui/download';
import { MAX_LINES } from './logBuffer';
import { withoutTime, withTime, type LogLine, type ShownAs } from './logLine';
import { LogToolbar } from './LogToolbar';
import { LogView } from './LogView';
import { useLog, type Log } from './useLog';

export interface LogChoices {
  readonly container: string;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly search: string;
}

/** The logs of a pod's containers. */
export function LogsTab({ pod }: { pod: KubeObject }) {
  const containers = containersOf(pod as Pod);
  const { name, namespace } = pod.metadata;
  const [choices, setChoices] = useState<LogChoices>({
    container: containers[0] ?? '',
    follow: true,
    previous: false,
    timestamps: false,
    search: '',
  });
  const { container, previous, search } = choices;
  const shownAs = choices.timestamps ? withTime : withoutTime;
  const run = runOf(pod as Pod, container);
  const log = useLog({ namespace, pod: name, container, run, previous, follow: choices.follow && !previous });
  const shown = useMemo(() => matching(log.buffer.lines, shownAs, search), [log.buffer.lines, shownAs, search]);
  return (
    <>
      <LogToolbar
        containers={containers}
        choices={choices}
        onChange={(changed) => setChoices({ ...choices, ...changed })}
        shown={shown.length}
        total={log.buffer.lines.length}
        onDownload={() => download(`${name}-${container}.log`, log.buffer.lines.map(shownAs).join('\n') + '\n')}
        onClear={log.clear}
      />
      <LogState log={log} />
      <LogView lines={shown} shownAs={shownAs} follow={choices.follow} />
    </>
  );
}

function containersOf(pod: Pod): string[] {
  const { containers = [], initContainers = [] } = pod.spec ?? {};
  return [...containers, ...initContainers].map((container) => container.name);
}

/** Changes whenever the container starts again. */
function runOf(pod: Pod, container: string): string {
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
  return [...containerStatuses, ...initContainerStatuses].find((status) => status.name === container)?.containerID ?? '';
}

function matching(lines: readonly LogLine[], shownAs: ShownAs, search: string): readonly LogLine[] {
  const wanted = search.toLowerCase();
  return wanted === '' ? lines : lines.filter((line) => shownAs(line).toLowerCase().includes(wanted));
}

function LogState({ log }: { log: Log }) {
  const { t } = useI18n();
  const again = (
    <Button variant="link" isInline onClick={log.readAgain}>
      {t('logs.reconnect')}
    </Button>
  );
  return (
    <>
      {log.phase === 'failed' && (
        <Alert variant="warning" isInline title={t('logs.failed')} actionLinks={again} data-testid="log-error">
          {messageOf(log.error)}
        </Alert>
      )}
      {log.phase === 'interrupted' && (
        <Alert variant="warning" isInline isPlain title={t('logs.interrupted')} data-testid="log-interrupted">
          {messageOf(log.error)}
        </Alert>
      )}
      {log.phase === 'ended' && (
        <Alert
          variant="info"
          isInline
          isPlain
          title={t(log.buffer.lines.length === 0 ? 'logs.empty' : 'logs.ended')}
          actionLinks={again}
        />
      )}
      {log.buffer.dropped > 0 && <Alert variant="info" isInline isPlain title={t('logs.dropped', { count: MAX_LINES })} />}
    </>
  );
}
