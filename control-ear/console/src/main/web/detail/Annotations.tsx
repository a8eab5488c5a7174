import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { useI18n } from '../i18n/I18n';

/** Annotations are long and seldom read: their number first, their text on demand. */
export function Annotations({ annotations }: { annotations: Readonly<Record<string, string>> }) {
  const { t } = useI18n();
  const [isOpen, setOpen] = useState(false);
  const entries = Object.entries(annotations);
  if (entries.length === 0) {
    return <>{t('detail.none')}</>;
  }
  return (
    <>
      <Button variant="link" isInline aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {t('list.total', { total: entries.length })}
      </Button>
      {isOpen && (
        <dl className="gantry-annotations">
          {entries.map(([key, value]) => (
            <div key={key}>
              <dt>{key}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}
