import { useI18n } from '../i18n/I18n';
import type { MessageKey } from '../i18n/en';
import { pods } from '../kinds/pods';
import type { Pod } from '../kinds/podTypes';
import type { LiveList } from '../live/useLiveList';
import { CountCard } from './CountCard';

const PHASES: readonly [string, MessageKey][] = [
  ['Running', 'overview.running'],
  ['Pending', 'overview.pending'],
  ['Failed', 'overview.failed'],
  ['Succeeded', 'overview.succeeded'],
];

export function PodsCard({ list }: { list: LiveList<Pod> }) {
  const { t } = useI18n();
  const counts = new Map<string, number>();
  for (const pod of list.objects) {
    const phase = pod.status?.phase ?? 'Pending';
    counts.set(phase, (counts.get(phase) ?? 0) + 1);
  }
  const texts = PHASES.filter(([phase]) => counts.has(phase)).map(([phase, text]) => t(text, { count: counts.get(phase) ?? 0 }));
  return <CountCard kind={pods} list={list} isGood={!counts.has('Failed') && !counts.has('Pending')} text={texts.join(' · ')} />;
}
