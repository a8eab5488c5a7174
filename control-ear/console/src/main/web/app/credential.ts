/** How the user logged in. The token lives in this tab's session storage and nowhere else. */
export type Credential = { readonly by: 'token'; readonly token: string } | { readonly by: 'certificate' };

const KEY = 'gantry.credential';

export function readCredential(storage: Storage): Credential | undefined {
  const text = storage.getItem(KEY);
  if (text === null) {
    return undefined;
  }
  return text === 'certificate' ? { by: 'certificate' } : { by: 'token', token: text.replace(/^token /, '') };
}

export function writeCredential(storage: Storage, credential: Credential | undefined): void {
  if (credential === undefined) {
    storage.removeItem(KEY);
  } else {
    storage.setItem(KEY, credential.by === 'token' ? `token ${credential.token}` : 'certificate');
  }
}
