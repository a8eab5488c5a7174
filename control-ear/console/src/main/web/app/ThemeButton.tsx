import { Button } from '@patternfly/react-core';
import MoonIcon from '@patternfly/react-icons/dist/esm/icons/moon-icon';
import SunIcon from '@patternfly/react-icons/dist/esm/icons/sun-icon';
import { useI18n } from '../i18n/I18n';
import { useTheme } from './theme';

export function ThemeButton() {
  const { t } = useI18n();
  const [theme, setTheme] = useTheme();
  const isDark = theme === 'dark';
  return (
    <Button
      variant="plain"
      aria-label={t('app.theme')}
      aria-pressed={isDark}
      icon={isDark ? <SunIcon /> : <MoonIcon />}
      onClick={() => setTheme(isDark ? 'light' : 'dark')}
      data-testid="theme"
    />
  );
}
