import { TextInput } from '@patternfly/react-core';
import { useState } from 'react';
import { useSession } from '../app/session';
import { useI18n } from '../i18n/I18n';
import { ActionModal } from './ActionModal';
import type { ActionProps } from './modal';
import { useNotify } from './notifications';
import { remove } from './requests';

/** Deleting a namespace takes everything in it along: its name must be typed. */
export function DeleteModal({ kind, object, onClose }: ActionProps) {
  const { t } = useI18n();
  const { client } = useSession();
  const notify = useNotify();
  const [typed, setTyped] = useState('');
  const { name, namespace } = object.metadata;
  const isNamespace = kind.resource.plural === 'namespaces';
  const run = async () => {
    await remove(client, kind.resource, object);
    notify(t('action.deleted', { name }));
  };
  return (
    <ActionModal
      title={t('action.deleteTitle', { name: namespace ? `${namespace}/${name}` : name })}
      confirm={t('action.delete')}
      isDangerous
      isReady={!isNamespace || typed === name}
      run={run}
      onClose={onClose}
    >
      <p>{t(isNamespace ? 'action.deleteNamespaceText' : 'action.deleteText')}</p>
      {isNamespace && (
        <TextInput aria-label={t('column.name')} value={typed} onChange={(_event, text) => setTyped(text)} />
      )}
    </ActionModal>
  );
}
