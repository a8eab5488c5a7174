import { useEffect, useState } from 'react';
import { useSession } from '../app/session';
import { useI18n } from '../i18n/I18n';

/** The version that the API server gives of itself; nothing while it does not. */
export function VersionText() {
  const { t } = useI18n();
  const { client } = useSession();
  const [version, setVersion] = useState<string>();
  useEffect(() => {
    const stop = new AbortController();
    client.json<{ gitVersion?: string }>('/version', { signal: stop.signal }).then(
      (answer) => setVersion(answer.gitVersion),
      () => undefined, // a decoration: the lists below tell of failures
    );
    return () => stop.abort();
  }, [client]);
  return version ? (
    <p>
      {t('overview.version')}: {version}
    </p>
  ) : null;
}
