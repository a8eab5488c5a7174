import { createContext, useContext } from 'react';
import type { ApiClient } from '../api/client';
import type { Identity } from '../api/identity';

/** Who is logged in, and how; the client speaks with their rights. */
export interface Session {
  readonly client: ApiClient;
  readonly identity: Identity;
  readonly by: 'token' | 'certificate';
  readonly signOut: () => void;
}

export const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) {
    throw new Error('nobody is logged in');
  }
  return session;
}
