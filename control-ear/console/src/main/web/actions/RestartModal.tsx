import { useSession } from '../app/session';
import { useI18n } from '../i18n/I18n';
import { ActionModal } from './ActionModal';
import type { ActionProps } from './modal';
import { useNotify } from './notifications';
import { restart } from './requests';

export function RestartModal({ kind, object, onClose }: ActionProps) {
  const { t } = useI18n();
  const { client } = useSession();
  const notify = useNotify();
  const { name } = object.metadata;
  const run = async () => {
    await restart(client, kind.resource, object, new Date());
    notify(t('action.restarted', { name }));
  };
  return (
    <ActionModal title={t('action.restartTitle', { name })} confirm={t('action.restart')} run={run} onClose={onClose}>
      <p>{t('action.restartText')}</p>
    </ActionModal>
  );
}
