import { MenuToggle, Select, SelectList, SelectOption, type MenuToggleElement } from '@patternfly/react-core';
import GlobeIcon from '@patternfly/react-icons/dist/esm/icons/globe-icon';
import { useState, type Ref } from 'react';
import { useI18n } from '../i18n/I18n';
import { LANGUAGE_NAMES, type Language } from '../i18n/translate';

export function LanguageSelector() {
  const { t, language, setLanguage } = useI18n();
  const [isOpen, setOpen] = useState(false);
  return (
    <Select
      isOpen={isOpen}
      selected={language}
      onSelect={(_event, value) => {
        setLanguage(value as Language);
        setOpen(false);
      }}
      onOpenChange={setOpen}
      popperProps={{ position: 'right' }}
      toggle={(toggle: Ref<MenuToggleElement>) => (
        <MenuToggle
          ref={toggle}
          variant="plainText"
          icon={<GlobeIcon />}
          aria-label={t('app.language')}
          onClick={() => setOpen(!isOpen)}
          isExpanded={isOpen}
          data-testid="language"
        >
          {LANGUAGE_NAMES[language]}
        </MenuToggle>
      )}
    >
      <SelectList>
        {Object.entries(LANGUAGE_NAMES).map(([value, name]) => (
          <SelectOption key={value} value={value} lang={value} data-testid={`language-${value}`}>
            {name}
          </SelectOption>
        ))}
      </SelectList>
    </Select>
  );
}
