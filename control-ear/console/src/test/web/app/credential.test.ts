import { describe, expect, it } from 'vitest';
import { readCredential, writeCredential, type Credential } from '../../../main/web/app/credential';
import { MemoryStorage } from './memoryStorage';

describe('a credential', () => {
  it.each<Credential>([{ by: 'token', token: 's3cret' }, { by: 'token', token: 'certificate' }, { by: 'certificate' }])(
    'is read as it was written: %j',
    (credential) => {
      const storage = new MemoryStorage();
      writeCredential(storage, credential);
      expect(readCredential(storage)).toEqual(credential);
    },
  );

  it('is gone after signing out', () => {
    const storage = new MemoryStorage();
    writeCredential(storage, { by: 'token', token: 's3cret' });
    writeCredential(storage, undefined);
    expect(readCredential(storage)).toBeUndefined();
    expect(storage.length).toBe(0);
  });
});
