import { Nav, NavGroup, NavItem, NavList, PageSidebar, PageSidebarBody } from '@patternfly/react-core';
import { Link, useLocation } from 'react-router';
import { useI18n } from '../i18n/I18n';
import { KIND_GROUPS } from '../kinds/all';
import { listAddress } from '../ui/links';

export function Navigation() {
  const { t } = useI18n();
  const current = useLocation().pathname.split('/')[1] ?? '';
  return (
    <PageSidebar>
      <PageSidebarBody>
        <Nav aria-label={t('app.nav')}>
          <NavList>
            <NavItem isActive={current === ''}>
              <Link to="/">{t('nav.overview')}</Link>
            </NavItem>
          </NavList>
          {KIND_GROUPS.map((group) => (
            <NavGroup key={group.label} title={t(group.label)}>
              {group.kinds.map(({ resource, plural }) => (
                <NavItem key={resource.plural} isActive={current === resource.plural}>
                  <Link to={listAddress(resource.plural)} data-testid={`nav-${resource.plural}`}>
                    {t(plural)}
                  </Link>
                </NavItem>
              ))}
            </NavGroup>
          ))}
        </Nav>
      </PageSidebarBody>
    </PageSidebar>
  );
}
