import { NumberInput } from '@patternfly/react-core';
import { useState } from 'react';
import { useSession } from '../app/session';
import { useI18n } from '../i18n/I18n';
import { wantedReplicas, type Workload } from '../kinds/workload';
import { ActionModal } from './ActionModal';
import type { ActionProps } from './modal';
import { useNotify } from './notifications';
import { scale } from './requests';

export function ScaleModal({ kind, object, onClose }: ActionProps) {
  const { t } = useI18n();
  const { client } = useSession();
  const notify = useNotify();
  const [replicas, setReplicas] = useState(() => wantedReplicas(object as Workload));
  const { name } = object.metadata;
  const run = async () => {
    await scale(client, kind.resource, object, replicas);
    notify(t('action.scaled', { name, replicas }));
  };
  return (
    <ActionModal title={t('action.scaleTitle', { name })} confirm={t('action.scale')} run={run} onClose={onClose}>
      <p>{t('action.scaleText')}</p>
      <NumberInput
        value={replicas}
        min={0}
        onMinus={() => setReplicas(Math.max(0, replicas - 1))}
        onPlus={() => setReplicas(replicas + 1)}
        onChange={(event) => setReplicas(Math.max(0, Math.trunc(Number(event.currentTarget.value) || 0)))}
        inputAriaLabel={t('detail.replicas')}
        minusBtnAriaLabel={t('action.fewer')}
        plusBtnAriaLabel={t('action.more')}
      />
    </ActionModal>
  );
}
