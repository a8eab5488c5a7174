import { describe, expect, it } from 'vitest';
import { ApiClient } from '../../../main/web/api/client';
import type { KubeObject } from '../../../main/web/api/object';
import { ApiError } from '../../../main/web/api/status';
import { apiSource } from '../../../main/web/live/source';
import { object } from './objects';

const pods = { group: '', version: 'v1', plural: 'pods', kind: 'Pod', namespaced: true };

function answering(...bodies: (string | Response)[]) {
  const asked: { url: string; headers: Record<string, string> }[] = [];
  const fetcher = (url: unknown, init?: RequestInit) => {
    asked.push({ url: String(url), headers: init?.headers as Record<string, string> });
    const body = bodies.shift() ?? '';
    return Promise.resolve(typeof body === 'string' ? new Response(body) : body);
  };
  return { asked, client: new ApiClient('s3cret', () => undefined, fetcher as typeof fetch) };
}

describe('the source of a list', () => {
  it('reads all pages', async () => {
    const { asked, client } = answering(
      JSON.stringify({ metadata: { continue: 'next/page', resourceVersion: '7' }, items: [object('a')] }),
      JSON.stringify({ metadata: { resourceVersion: '7' }, items: [object('b')] }),
    );
    const source = apiSource<KubeObject>(client, pods, { namespace: 'shop', labelSelector: 'app=web' });
    const { items, resourceVersion } = await source.list(new AbortController().signal);
    expect(items.map((item) => item.metadata.name)).toEqual(['a', 'b']);
    expect(resourceVersion).toBe('7');
    expect(asked.map((request) => request.url)).toEqual([
      '/api/v1/namespaces/shop/pods?labelSelector=app%3Dweb&limit=2000&pretty=false',
      '/api/v1/namespaces/shop/pods?labelSelector=app%3Dweb&limit=2000&continue=next%2Fpage&pretty=false',
    ]);
  });

  it('watches with bookmarks and gives events as they came', async () => {
    const lines = [
      JSON.stringify({ type: 'ADDED', object: object('a', '8') }),
      JSON.stringify({ type: 'BOOKMARK', object: object('', '9') }),
    ];
    const { asked, client } = answering(`${lines.join('\n')}\n`);
    const types: string[] = [];
    for await (const group of await apiSource<KubeObject>(client, pods, {}).watch('7', new AbortController().signal)) {
      types.push(...group.map((event) => event.type));
    }
    expect(types).toEqual(['ADDED', 'BOOKMARK']);
    expect(asked[0]?.url).toBe('/api/v1/pods?watch=true&allowWatchBookmarks=true&timeoutSeconds=600&resourceVersion=7');
  });

  it('sends the token in a header and never in the address', async () => {
    const { asked, client } = answering('{"metadata":{},"items":[]}');
    await apiSource<KubeObject>(client, pods, {}).list(new AbortController().signal);
    expect(asked[0]?.headers.Authorization).toBe('Bearer s3cret');
    expect(asked[0]?.url).not.toContain('s3cret');
  });

  it("fails in the API's own words", async () => {
    const status = { kind: 'Status', code: 403, reason: 'Forbidden', message: 'pods is forbidden: User "eve" cannot list' };
    const { client } = answering(new Response(JSON.stringify(status), { status: 403 }));
    const failure = await apiSource<KubeObject>(client, pods, {})
      .list(new AbortController().signal)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ApiError);
    expect(failure).toMatchObject({ code: 403, reason: 'Forbidden', message: status.message });
  });
});
