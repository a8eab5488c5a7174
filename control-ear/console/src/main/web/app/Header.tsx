import {
  Masthead,
  MastheadBrand,
  MastheadContent,
  MastheadLogo,
  MastheadMain,
  MastheadToggle,
  PageToggleButton,
  Toolbar,
  ToolbarContent,
  ToolbarGroup,
  ToolbarItem,
} from '@patternfly/react-core';
import type { ComponentProps } from 'react';
import { Link } from 'react-router';
import { useI18n } from '../i18n/I18n';
import { LanguageSelector } from './LanguageSelector';
import { Logo } from './Logo';
import { NamespaceSelector } from './NamespaceSelector';
import { ThemeButton } from './ThemeButton';
import { UserMenu } from './UserMenu';

export function Header() {
  const { t } = useI18n();
  return (
    <Masthead>
      <MastheadMain>
        <MastheadToggle>
          <PageToggleButton isHamburgerButton aria-label={t('app.toggleNav')} />
        </MastheadToggle>
        <MastheadBrand>
          <MastheadLogo component={(props: ComponentProps<'a'>) => <Link {...props} to="/" />}>
            <span className="gantry-brand">
              <Logo /> Gantry
            </span>
          </MastheadLogo>
        </MastheadBrand>
      </MastheadMain>
      <MastheadContent>
        <Toolbar isStatic>
          <ToolbarContent>
            <ToolbarItem>
              <NamespaceSelector />
            </ToolbarItem>
            <ToolbarGroup align={{ default: 'alignEnd' }} variant="action-group-plain">
              <ToolbarItem>
                <ThemeButton />
              </ToolbarItem>
              <ToolbarItem>
                <LanguageSelector />
              </ToolbarItem>
              <ToolbarItem>
                <UserMenu />
              </ToolbarItem>
            </ToolbarGroup>
          </ToolbarContent>
        </Toolbar>
      </MastheadContent>
    </Masthead>
  );
}
