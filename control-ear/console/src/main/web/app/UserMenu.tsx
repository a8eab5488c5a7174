import { Dropdown, DropdownItem, DropdownList, MenuToggle, type MenuToggleElement } from '@patternfly/react-core';
import UserIcon from '@patternfly/react-icons/dist/esm/icons/user-icon';
import { useState, type Ref } from 'react';
import { useI18n } from '../i18n/I18n';
import { useSession } from './session';

export function UserMenu() {
  const { t } = useI18n();
  const { identity, by, signOut } = useSession();
  const [isOpen, setOpen] = useState(false);
  const name = identity.name ?? t(by === 'certificate' ? 'app.certificate' : 'app.token');
  return (
    <Dropdown
      isOpen={isOpen}
      onOpenChange={setOpen}
      popperProps={{ position: 'right' }}
      toggle={(toggle: Ref<MenuToggleElement>) => (
        <MenuToggle
          ref={toggle}
          variant="plainText"
          icon={<UserIcon />}
          aria-label={t('app.user')}
          onClick={() => setOpen(!isOpen)}
          isExpanded={isOpen}
          data-testid="user"
        >
          {name}
        </MenuToggle>
      )}
    >
      <DropdownList>
        {identity.groups.length > 0 && (
          <DropdownItem isDisabled description={identity.groups.join(', ')}>
            {name}
          </DropdownItem>
        )}
        <DropdownItem onClick={signOut} data-testid="sign-out">
          {t('app.signOut')}
        </DropdownItem>
      </DropdownList>
    </Dropdown>
  );
}
