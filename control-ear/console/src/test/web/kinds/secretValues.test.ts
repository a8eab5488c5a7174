import { describe, expect, it } from 'vitest';
import { withoutValues, type Secret } from '../../../main/web/kinds/secretValues';

const secret: Secret = {
  metadata: {
    name: 'db',
    annotations: {
      note: 'kept',
      'kubectl.kubernetes.io/last-applied-configuration': '{"stringData":{"password":"hunter2"}}',
    },
  },
  data: { password: btoa('hunter2'), empty: '' },
};

describe('a secret', () => {
  it('is kept with the sizes of its values only', () => {
    const kept = withoutValues(secret);
    expect(kept.data).toEqual({ password: '•••••••• (7 B)', empty: '•••••••• (0 B)' });
    expect(kept.metadata.annotations).toEqual({ note: 'kept' });
    expect(JSON.stringify(kept)).not.toMatch(/hunter2|aHVudGVyMg/);
  });

  it('may have neither values nor annotations', () => {
    expect(withoutValues({ metadata: { name: 'none' } })).toEqual({ metadata: { name: 'none' }, data: undefined });
  });
});
