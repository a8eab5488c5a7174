import {
  Divider,
  MenuSearch,
  MenuSearchInput,
  MenuToggle,
  SearchInput,
  Select,
  SelectList,
  SelectOption,
  type MenuToggleElement,
} from '@patternfly/react-core';
import { useState, type Ref } from 'react';
import { useI18n } from '../i18n/I18n';
import { namespaces } from '../kinds/namespaces';
import { useLiveList } from '../live/useLiveList';
import { useNamespace } from './namespace';

const ALL = '*';
/** More are found by typing. */
const SHOWN = 100;

/** Chooses the namespace of all lists. Who may not list namespaces can still type the name of one. */
export function NamespaceSelector() {
  const { t } = useI18n();
  const { namespace, setNamespace } = useNamespace();
  const { objects } = useLiveList(namespaces);
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const names = matching(objects.map((object) => object.metadata.name).sort(), text);
  const choose = (value: unknown) => {
    setNamespace(value === ALL ? undefined : String(value));
    setOpen(false);
    setText('');
  };
  return (
    <Select
      isOpen={isOpen}
      isScrollable
      selected={namespace ?? ALL}
      onSelect={(_event, value) => choose(value)}
      onOpenChange={setOpen}
      toggle={(toggle: Ref<MenuToggleElement>) => (
        <MenuToggle ref={toggle} onClick={() => setOpen(!isOpen)} isExpanded={isOpen} className="gantry-namespace">
          {t('list.namespace')}: <strong>{namespace ?? t('list.allNamespaces')}</strong>
        </MenuToggle>
      )}
    >
      <MenuSearch>
        <MenuSearchInput>
          <SearchInput
            aria-label={t('list.findNamespace')}
            placeholder={t('list.findNamespace')}
            value={text}
            onChange={(_event, value) => setText(value)}
          />
        </MenuSearchInput>
      </MenuSearch>
      <Divider />
      <SelectList>
        <SelectOption value={ALL}>{t('list.allNamespaces')}</SelectOption>
        {names.map((name) => (
          <SelectOption key={name} value={name}>
            {name}
          </SelectOption>
        ))}
      </SelectList>
    </Select>
  );
}

function matching(names: readonly string[], text: string): string[] {
  const wanted = text.trim().toLowerCase();
  const found = names.filter((name) => name.includes(wanted)).slice(0, SHOWN);
  return wanted !== '' && !names.includes(wanted) ? [...found, wanted] : found;
}
