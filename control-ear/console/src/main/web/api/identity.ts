import type { ApiClient } from './client';
import { ApiError } from './status';

export const ANONYMOUS = 'system:anonymous';

/** Who the API takes the caller for; the name is absent where the server does not tell. */
export interface Identity {
  readonly name?: string;
  readonly groups: readonly string[];
}

interface SelfSubjectReview {
  readonly status?: { readonly userInfo?: { readonly username?: string; readonly groups?: readonly string[] } };
}

/** Asks the API who the caller is; fails with its refusal when it knows nobody. */
export async function whoAmI(client: ApiClient, signal?: AbortSignal): Promise<Identity> {
  try {
    const review = await client.json<SelfSubjectReview>('/apis/authentication.k8s.io/v1/selfsubjectreviews', {
      method: 'POST',
      body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
      signal,
    });
    const user = review.status?.userInfo;
    if (user?.username === ANONYMOUS) {
      throw new ApiError(401, 'Unauthorized', 'Unauthorized');
    }
    return { name: user?.username, groups: user?.groups ?? [] };
  } catch (error) {
    if (!(error instanceof ApiError) || error.code === 401 || error.code >= 500) {
      throw error;
    }
    return knownButUnnamed(client, signal);
  }
}

/** A server without that review still tells a caller it knows from one it does not: only the latter gets 401. */
async function knownButUnnamed(client: ApiClient, signal?: AbortSignal): Promise<Identity> {
  try {
    await client.json('/apis', { signal });
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 403) {
      throw error;
    }
  }
  return { groups: [] };
}
