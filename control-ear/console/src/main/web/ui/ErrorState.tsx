import { Button, EmptyState, EmptyStateActions, EmptyStateBody, EmptyStateFooter } from '@patternfly/react-core';
import ExclamationCircleIcon from '@patternfly/react-icons/dist/esm/icons/exclamation-circle-icon';
import LockIcon from '@patternfly/react-icons/dist/esm/icons/lock-icon';
import { ApiError, messageOf } from '../api/status';
import { useI18n } from '../i18n/I18n';

/** What the API said instead of an answer, in its own words. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useI18n();
  const refused = error instanceof ApiError;
  return (
    <EmptyState
      headingLevel="h2"
      titleText={t(refused ? 'list.refused' : 'list.unreachable')}
      icon={refused ? LockIcon : ExclamationCircleIcon}
      status="warning"
    >
      <EmptyStateBody>{messageOf(error)}</EmptyStateBody>
      {onRetry && (
        <EmptyStateFooter>
          <EmptyStateActions>
            <Button variant="secondary" onClick={onRetry}>
              {t('list.retry')}
            </Button>
          </EmptyStateActions>
        </EmptyStateFooter>
      )}
    </EmptyState>
  );
}
