import { EmptyState, EmptyStateFooter } from '@patternfly/react-core';
import { Link } from 'react-router';
import { useI18n } from '../i18n/I18n';

export function NotFoundPage() {
  const { t } = useI18n();
  return (
    <EmptyState headingLevel="h1" titleText={t('app.notFound')}>
      <EmptyStateFooter>
        <Link to="/">{t('app.home')}</Link>
      </EmptyStateFooter>
    </EmptyState>
  );
}
