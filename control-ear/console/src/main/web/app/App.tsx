import { Page } from '@patternfly/react-core';
import { Suspense } from 'react';
import { HashRouter, Route, Routes, useLocation } from 'react-router';
import { NotificationsProvider } from '../actions/notifications';
import { I18nProvider } from '../i18n/I18n';
import { KINDS } from '../kinds/all';
import { KindsProvider } from '../kinds/context';
import { OverviewPage } from '../overview/OverviewPage';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import { NowProvider } from '../ui/now';
import { Header } from './Header';
import { NamespaceProvider } from './namespace';
import { Navigation } from './Navigation';
import { NotFoundPage } from './NotFoundPage';
import { ListRoute, ObjectRoute } from './routes';
import { SignIn } from './SignIn';

export function App() {
  return (
    <I18nProvider>
      <SignIn>
        <HashRouter>
          <KindsProvider value={KINDS}>
            <NowProvider>
              <NamespaceProvider>
                <NotificationsProvider>
                  <Shell />
                </NotificationsProvider>
              </NamespaceProvider>
            </NowProvider>
          </KindsProvider>
        </HashRouter>
      </SignIn>
    </I18nProvider>
  );
}

function Shell() {
  const { pathname } = useLocation();
  return (
    <Page masthead={<Header />} sidebar={<Navigation />} isManagedSidebar isContentFilled>
      <ErrorBoundary key={pathname}>
        <Suspense fallback={null}>
          <Routes>
            <Route path="/" element={<OverviewPage />} />
            <Route path="/:plural" element={<ListRoute />} />
            <Route path="/:plural/:namespace/:name" element={<ObjectRoute />} />
            <Route path="/:plural/:namespace/:name/:tab" element={<ObjectRoute />} />
            <Route path="*" element={<NotFoundPage />} />
          </Routes>
        </Suspense>
      </ErrorBoundary>
    </Page>
  );
}
