import { Button, EmptyState, EmptyStateBody, EmptyStateFooter } from '@patternfly/react-core';
import { Component, type ReactNode } from 'react';
import { messageOf } from '../api/status';
import { useI18n } from '../i18n/I18n';

/** Keeps a failure of one page from taking the whole console down. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error?: unknown }> {
  override state: { error?: unknown } = {};

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    return this.state.error === undefined ? this.props.children : <Failed error={this.state.error} />;
  }
}

function Failed({ error }: { error: unknown }) {
  const { t } = useI18n();
  return (
    <EmptyState headingLevel="h1" titleText={t('app.failed')} status="danger">
      <EmptyStateBody>{messageOf(error)}</EmptyStateBody>
      <EmptyStateFooter>
        <Button onClick={() => window.location.reload()}>{t('app.reload')}</Button>
      </EmptyStateFooter>
    </EmptyState>
  );
}
