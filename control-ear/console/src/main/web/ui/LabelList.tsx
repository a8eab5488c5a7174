import { Label, LabelGroup } from '@patternfly/react-core';
import { useNavigate } from 'react-router';
import { useI18n } from '../i18n/I18n';
import { listAddress } from './links';

const SHOWN = 8;

/** Labels of the API; with a plural, each leads to the list of what bears it. */
export function LabelList({ labels, plural }: { labels: readonly string[]; plural?: string }) {
  const { t } = useI18n();
  const navigate = useNavigate();
  if (labels.length === 0) {
    return <>{t('detail.none')}</>;
  }
  return (
    <LabelGroup numLabels={SHOWN}>
      {labels.map((label) => (
        <Label key={label} isCompact onClick={plural ? () => void navigate(listAddress(plural, label)) : undefined}>
          {label}
        </Label>
      ))}
    </LabelGroup>
  );
}
