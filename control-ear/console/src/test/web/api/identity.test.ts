import { describe, expect, it } from 'vitest';
import { ApiClient } from '../../../main/web/api/client';
import { whoAmI } from '../../../main/web/api/identity';

const REVIEW = '/apis/authentication.k8s.io/v1/selfsubjectreviews';

function server(answers: Record<string, [number, unknown]>) {
  const fetcher = (url: unknown) => {
    const [status, body] = answers[String(url)] ?? [404, {}];
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  };
  return new ApiClient(null, () => undefined, fetcher as typeof fetch);
}

const review = (username: string, groups: string[]) => ({ status: { userInfo: { username, groups } } });

describe('who am I', () => {
  it.each<[string, Record<string, [number, unknown]>, unknown]>([
    ['tells name and groups', { [REVIEW]: [201, review('ada', ['dev'])] }, { name: 'ada', groups: ['dev'] }],
    ['does without the review', { '/apis': [200, {}] }, { groups: [] }],
    ['knows who may not even see the groups of the API', { '/apis': [403, {}] }, { groups: [] }],
  ])('%s', async (_title, answers, identity) => {
    expect(await whoAmI(server(answers))).toEqual(identity);
  });

  it.each<[string, Record<string, [number, unknown]>]>([
    ['the review is refused', { [REVIEW]: [401, {}] }],
    ['the caller is anonymous', { [REVIEW]: [201, review('system:anonymous', [])] }],
    ['there is no review and the API is refused', { '/apis': [401, {}] }],
  ])('fails with 401 when %s', async (_title, answers) => {
    await expect(whoAmI(server(answers))).rejects.toMatchObject({ code: 401 });
  });

  it('fails when the server does', async () => {
    await expect(whoAmI(server({ [REVIEW]: [503, {}], '/apis': [200, {}] }))).rejects.toMatchObject({ code: 503 });
  });
});
