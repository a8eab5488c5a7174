import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { ApiClient } from '../api/client';
import type { Identity } from '../api/identity';
import { readCredential, writeCredential, type Credential } from './credential';
import { LoginPage } from './LoginPage';
import { Resume } from './Resume';
import { SessionContext, type Session } from './session';

type State =
  | { readonly step: 'resume'; readonly credential: Credential }
  | { readonly step: 'login'; readonly expired: boolean }
  | { readonly step: 'in'; readonly credential: Credential; readonly identity: Identity };

function initialState(): State {
  const credential = readCredential(sessionStorage);
  return credential ? { step: 'resume', credential } : { step: 'login', expired: false };
}

export function tokenOf(credential: Credential): string | null {
  return credential.by === 'token' ? credential.token : null;
}

/** Shows the console to who is logged in, and the login page to others. */
export function SignIn({ children }: { children: ReactNode }) {
  const [state, setState] = useState(initialState);
  const leave = useCallback((expired: boolean) => {
    writeCredential(sessionStorage, undefined);
    setState({ step: 'login', expired });
  }, []);
  const enter = useCallback((credential: Credential, identity: Identity) => {
    writeCredential(sessionStorage, credential);
    setState({ step: 'in', credential, identity });
  }, []);
  const session = useMemo<Session | undefined>(() => {
    if (state.step !== 'in') {
      return undefined;
    }
    const client = new ApiClient(tokenOf(state.credential), () => leave(true));
    return { client, identity: state.identity, by: state.credential.by, signOut: () => leave(false) };
  }, [state, leave]);
  switch (state.step) {
    case 'resume':
      return <Resume credential={state.credential} onEnter={enter} onLeave={leave} />;
    case 'login':
      return <LoginPage expired={state.expired} onEnter={enter} />;
    case 'in':
      return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>;
  }
}
