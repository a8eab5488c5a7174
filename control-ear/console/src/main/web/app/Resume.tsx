import { Bullseye, Spinner } from '@patternfly/react-core';
import { useEffect, useState } from 'react';
import { ApiClient } from '../api/client';
import { whoAmI, type Identity } from '../api/identity';
import { ApiError } from '../api/status';
import { useI18n } from '../i18n/I18n';
import { ErrorState } from '../ui/ErrorState';
import type { Credential } from './credential';
import { tokenOf } from './SignIn';

interface ResumeProps {
  readonly credential: Credential;
  readonly onEnter: (credential: Credential, identity: Identity) => void;
  readonly onLeave: (expired: boolean) => void;
}

/** After a reload of the page: asks whether what was accepted still is. */
export function Resume({ credential, onEnter, onLeave }: ResumeProps) {
  const { t } = useI18n();
  const [error, setError] = useState<unknown>();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    whoAmI(new ApiClient(tokenOf(credential)), stop.signal).then(
      (identity) => onEnter(credential, identity),
      (failure: unknown) => {
        if (failure instanceof ApiError && failure.code === 401) {
          onLeave(true);
        } else if (!stop.signal.aborted) {
          setError(failure);
        }
      },
    );
    return () => stop.abort();
  }, [credential, onEnter, onLeave, attempt]);
  const retry = () => {
    setError(undefined);
    setAttempt(attempt + 1);
  };
  return (
    <Bullseye>
      {error === undefined ? <Spinner aria-label={t('list.loading')} /> : <ErrorState error={error} onRetry={retry} />}
    </Bullseye>
  );
}
