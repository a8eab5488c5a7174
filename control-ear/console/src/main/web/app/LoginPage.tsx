import {
  Alert,
  Button,
  Divider,
  Form,
  FormGroup,
  FormHelperText,
  HelperText,
  HelperTextItem,
  TextInput,
  Title,
} from '@patternfly/react-core';
import { useEffect, useState, type FormEvent } from 'react';
import { ApiClient } from '../api/client';
import { whoAmI, type Identity } from '../api/identity';
import { ApiError, messageOf } from '../api/status';
import { useI18n } from '../i18n/I18n';
import type { Credential } from './credential';
import { LanguageSelector } from './LanguageSelector';
import { Logo } from './Logo';
import { ThemeButton } from './ThemeButton';
import './login.css';

interface LoginPageProps {
  readonly expired: boolean;
  readonly onEnter: (credential: Credential, identity: Identity) => void;
}

/** Log in by token, or by the certificate that the browser shows the server. */
export function LoginPage({ expired, onEnter }: LoginPageProps) {
  const { t } = useI18n();
  const certificate = useCertificate();
  return (
    <main className="gantry-login">
      <div className="gantry-login-tools">
        <ThemeButton />
        <LanguageSelector />
      </div>
      <section className="gantry-login-card">
        <header>
          <Logo size={56} />
          <Title headingLevel="h1">Gantry</Title>
          <p>{t('login.text')}</p>
        </header>
        <Title headingLevel="h2">{t('login.title')}</Title>
        {expired && <Alert variant="info" isInline isPlain title={t('login.expired')} />}
        {certificate && (
          <>
            <Button isBlock onClick={() => onEnter({ by: 'certificate' }, certificate)} data-testid="login-certificate">
              {certificate.name ? t('login.certificateAs', { name: certificate.name }) : t('login.certificate')}
            </Button>
            <Divider />
          </>
        )}
        <TokenForm onEnter={onEnter} isSecondary={certificate !== undefined} />
      </section>
    </main>
  );
}

function TokenForm({ onEnter, isSecondary }: Pick<LoginPageProps, 'onEnter'> & { isSecondary: boolean }) {
  const { t } = useI18n();
  const [token, setToken] = useState('');
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const credential: Credential = { by: 'token', token: token.trim() };
      onEnter(credential, await whoAmI(new ApiClient(credential.token)));
    } catch (failure) {
      const isRefused = failure instanceof ApiError && failure.code === 401;
      setError(isRefused ? t('login.refused') : t('login.unreachable', { message: messageOf(failure) }));
      setBusy(false);
    }
  };
  return (
    <Form onSubmit={(event) => void submit(event)}>
      {error && <Alert variant="danger" isInline title={error} data-testid="login-error" />}
      <FormGroup label={t('login.token')} fieldId="token">
        <TextInput
          id="token"
          type="password"
          autoComplete="off"
          value={token}
          onChange={(_event, value) => setToken(value)}
        />
        <FormHelperText>
          <HelperText>
            <HelperTextItem>{t('login.tokenHelp')}</HelperTextItem>
          </HelperText>
        </FormHelperText>
      </FormGroup>
      <Button
        type="submit"
        isBlock
        variant={isSecondary ? 'secondary' : 'primary'}
        isDisabled={token.trim() === '' || isBusy}
        isLoading={isBusy}
        data-testid="login-submit"
      >
        {t('login.submit')}
      </Button>
    </Form>
  );
}

/** Who the server takes this browser for by its certificate alone; absent when it shows none. */
function useCertificate(): Identity | undefined {
  const [identity, setIdentity] = useState<Identity>();
  useEffect(() => {
    const stop = new AbortController();
    whoAmI(new ApiClient(null), stop.signal).then(setIdentity, () => undefined); // refused: no certificate
    return () => stop.abort();
  }, []);
  return identity;
}
