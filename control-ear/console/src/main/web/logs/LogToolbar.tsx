import {
  Button,
  FormSelect,
  FormSelectOption,
  SearchInput,
  Switch,
  Toolbar,
  ToolbarContent,
  ToolbarGroup,
  ToolbarItem,
} from '@patternfly/react-core';
import DownloadIcon from '@patternfly/react-icons/dist/esm/icons/download-icon';
import EraserIcon from '@patternfly/react-icons/dist/esm/icons/eraser-icon';
import { useI18n } from '../i18n/I18n';
import type { MessageKey } from '../i18n/en';
import type { LogChoices } from './LogsTab';

interface LogToolbarProps {
  readonly containers: readonly string[];
  readonly choices: LogChoices;
  readonly onChange: (changed: Partial<LogChoices>) => void;
  readonly shown: number;
  readonly total: number;
  readonly onDownload: () => void;
  readonly onClear: () => void;
}

const SWITCHES: readonly ['follow' | 'previous' | 'timestamps', MessageKey][] = [
  ['follow', 'logs.follow'],
  ['previous', 'logs.previous'],
  ['timestamps', 'logs.timestamps'],
];

export function LogToolbar({ containers, choices, onChange, shown, total, onDownload, onClear }: LogToolbarProps) {
  const { t } = useI18n();
  return (
    <Toolbar inset={{ default: 'insetNone' }}>
      <ToolbarContent alignItems="center">
        <ToolbarItem>
          <FormSelect
            aria-label={t('logs.container')}
            value={choices.container}
            onChange={(_event, container) => onChange({ container })}
          >
            {containers.map((name) => (
              <FormSelectOption key={name} value={name} label={name} />
            ))}
          </FormSelect>
        </ToolbarItem>
        <ToolbarItem>
          <SearchInput
            aria-label={t('logs.search')}
            placeholder={t('logs.search')}
            value={choices.search}
            onChange={(_event, search) => onChange({ search })}
            onClear={() => onChange({ search: '' })}
          />
        </ToolbarItem>
        {SWITCHES.map(([choice, label]) => (
          <ToolbarItem key={choice} alignSelf="center">
            <Switch
              id={`log-${choice}`}
              label={t(label)}
              isChecked={choices[choice]}
              onChange={(_event, isChecked) => onChange({ [choice]: isChecked })}
            />
          </ToolbarItem>
        ))}
        <ToolbarGroup align={{ default: 'alignEnd' }} alignItems="center">
          <ToolbarItem>
            {shown === total ? t('logs.lines', { count: total }) : t('logs.matches', { count: shown, total })}
          </ToolbarItem>
          <ToolbarItem>
            <Button variant="plain" icon={<EraserIcon />} aria-label={t('logs.clear')} onClick={onClear} />
          </ToolbarItem>
          <ToolbarItem>
            <Button variant="plain" icon={<DownloadIcon />} aria-label={t('logs.download')} onClick={onDownload} />
          </ToolbarItem>
        </ToolbarGroup>
      </ToolbarContent>
    </Toolbar>
  );
}
