import { Label, Tooltip } from '@patternfly/react-core';
import { useI18n } from '../i18n/I18n';
import type { Phase } from '../live/listState';

/** Says whether what is shown is what the server has now. */
export function LiveLabel({ phase, error }: { phase: Phase; error?: Error }) {
  const { t } = useI18n();
  switch (phase) {
    case 'live':
      return (
        <Tooltip content={t('list.liveHelp')}>
          <Label color="green" isCompact icon={<span className="gantry-pulse" />}>
            {t('list.live')}
          </Label>
        </Tooltip>
      );
    case 'stale':
      return (
        <Tooltip content={error?.message ?? ''}>
          <Label color="orange" isCompact>
            {t('list.stale')}
          </Label>
        </Tooltip>
      );
    case 'loading':
    case 'refused':
      return null;
  }
}
