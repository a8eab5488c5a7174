import { SearchInput, Toolbar, ToolbarContent, ToolbarGroup, ToolbarItem } from '@patternfly/react-core';
import { useI18n } from '../i18n/I18n';
import type { Phase } from '../live/listState';
import { LiveLabel } from './LiveLabel';

interface ListToolbarProps {
  readonly filter: string;
  readonly onFilter: (text: string) => void;
  readonly phase: Phase;
  readonly error?: Error;
  readonly shown: number;
  readonly total: number;
}

export function ListToolbar({ filter, onFilter, phase, error, shown, total }: ListToolbarProps) {
  const { t } = useI18n();
  return (
    <Toolbar inset={{ default: 'insetNone' }}>
      <ToolbarContent>
        <ToolbarItem className="gantry-filter">
          <SearchInput
            aria-label={t('list.filter')}
            placeholder={t('list.filter')}
            value={filter}
            onChange={(_event, text) => onFilter(text)}
            onClear={() => onFilter('')}
          />
        </ToolbarItem>
        <ToolbarGroup align={{ default: 'alignEnd' }} alignItems="center">
          <ToolbarItem>
            {(phase === 'live' || phase === 'stale') && (
              <span data-testid="count">
                {shown === total ? t('list.total', { total }) : t('list.count', { shown, total })}
              </span>
            )}
          </ToolbarItem>
          <ToolbarItem>
            <LiveLabel phase={phase} error={error} />
          </ToolbarItem>
        </ToolbarGroup>
      </ToolbarContent>
    </Toolbar>
  );
}
