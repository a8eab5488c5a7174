import { useI18n } from '../i18n/I18n';

export function YesNo({ value }: { value: boolean }) {
  const { t } = useI18n();
  return <>{t(value ? 'common.yes' : 'common.no')}</>;
}
