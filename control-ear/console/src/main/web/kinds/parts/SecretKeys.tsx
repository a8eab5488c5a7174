import { useI18n } from '../../i18n/I18n';
import type { Secret } from '../secretValues';
import { TableCard } from './TableCard';

export function SecretKeys({ object: secret }: { object: Secret }) {
  const { t } = useI18n();
  return (
    <TableCard
      title="detail.data"
      columns={['detail.key', 'detail.value']}
      rows={Object.entries(secret.data ?? {})}
      note={t('detail.secretHelp')}
    />
  );
}
