import { Button, Dropdown, DropdownItem, DropdownList, MenuToggle, type MenuToggleElement } from '@patternfly/react-core';
import EllipsisVIcon from '@patternfly/react-icons/dist/esm/icons/ellipsis-v-icon';
import { useEffect, useState, type Ref } from 'react';
import { useNavigate } from 'react-router';
import type { KubeObject } from '../api/object';
import { useI18n } from '../i18n/I18n';
import type { MessageKey } from '../i18n/en';
import type { ListedKind } from '../kinds/all';
import type { Action } from '../kinds/kind';
import { objectAddress } from '../ui/links';
import { DeleteModal } from './DeleteModal';
import { RestartModal } from './RestartModal';
import { ScaleModal } from './ScaleModal';

const LABELS: Readonly<Record<Action, MessageKey>> = {
  scale: 'action.scale',
  restart: 'action.restart',
  logs: 'action.logs',
  delete: 'action.delete',
};

interface ActionMenuProps {
  readonly kind: ListedKind;
  readonly object: KubeObject;
  readonly isInRow?: boolean;
}

/**
 * What can be done with an object. The API decides who may; the menu is the same for all. In a row it is a plain button until it is
 * opened, for the sake of scrolling.
 */
export function ActionMenu({ kind, object, isInRow }: ActionMenuProps) {
  const { t } = useI18n();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const [isWanted, setWanted] = useState(!isInRow);
  const [action, setAction] = useState<Action>();
  // opened only once it is there: it must know where its button is
  useEffect(() => setOpen(isInRow === true && isWanted), [isInRow, isWanted]);
  if (kind.actions.length === 0) {
    return null;
  }
  const { name, namespace } = object.metadata;
  const label = `${t('action.actions')}: ${name}`;
  const choose = (chosen: Action) => {
    setOpen(false);
    if (chosen === 'logs') {
      void navigate(objectAddress(kind.resource.plural, namespace, name, 'logs'));
    } else {
      setAction(chosen);
    }
  };
  return (
    <>
      {!isWanted ? (
        <Button variant="plain" size="sm" icon={<EllipsisVIcon />} aria-label={label} onClick={() => setWanted(true)} />
      ) : (
        <Dropdown
          isOpen={isOpen}
          onOpenChange={setOpen}
          popperProps={{ position: 'right', appendTo: () => document.body }}
          toggle={(toggle: Ref<MenuToggleElement>) => (
            <MenuToggle
              ref={toggle}
              variant={isInRow ? 'plain' : 'primary'}
              size="sm"
              icon={isInRow ? <EllipsisVIcon /> : undefined}
              aria-label={label}
              onClick={() => setOpen(!isOpen)}
              isExpanded={isOpen}
            >
              {isInRow ? undefined : t('action.actions')}
            </MenuToggle>
          )}
        >
          <DropdownList>
            {kind.actions.map((known) => (
              <DropdownItem
                key={known}
                isDanger={known === 'delete'}
                onClick={() => choose(known)}
                data-testid={`action-${known}`}
              >
                {t(LABELS[known])}
              </DropdownItem>
            ))}
          </DropdownList>
        </Dropdown>
      )}
      <ActionDialog action={action} kind={kind} object={object} onClose={() => setAction(undefined)} />
    </>
  );
}

interface ActionDialogProps {
  readonly action?: Action;
  readonly kind: ListedKind;
  readonly object: KubeObject;
  readonly onClose: () => void;
}

function ActionDialog({ action, ...about }: ActionDialogProps) {
  switch (action) {
    case 'scale':
      return <ScaleModal {...about} />;
    case 'restart':
      return <RestartModal {...about} />;
    case 'delete':
      return <DeleteModal {...about} />;
    case 'logs':
    case undefined:
      return null;
  }
}
