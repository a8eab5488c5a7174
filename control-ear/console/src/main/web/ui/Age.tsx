import { formatAge } from '../format/age';
import { useI18n } from '../i18n/I18n';
import { useNow } from './now';

/** How long ago a time of the API was; the exact time is shown on pointing at it. */
export function Age({ since }: { since?: string | null }) {
  const now = useNow();
  const { language } = useI18n();
  return since ? (
    <time dateTime={since} title={new Date(since).toLocaleString(language)}>
      {formatAge(since, now)}
    </time>
  ) : (
    <>-</>
  );
}
