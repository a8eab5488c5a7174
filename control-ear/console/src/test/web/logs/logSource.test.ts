import { describe, expect, it } from 'vitest';
import { ApiClient } from '../../../main/web/api/client';
import { apiLog } from '../../../main/web/logs/logSource';

const CHOICE = { namespace: 'shop', pod: 'web', container: 'nginx', follow: true, previous: false };

async function read(since?: string) {
  const asked: string[] = [];
  const client = new ApiClient('token', undefined, async (input) => {
    asked.push(String(input));
    return new Response('2026-11-22T12:00:01.1Z a\n2026-11-22T12:00:02.1Z b\n');
  });
  const texts: string[] = [];
  for await (const group of await apiLog(client, CHOICE).read(since, new AbortController().signal)) {
    texts.push(...group.map((line) => line.text));
  }
  return { asked, texts };
}

describe('the log of a container', () => {
  it.each([
    ['its last lines', undefined, 'tailLines=2000'],
    ['what is kept since a time', '2026-11-22T12:00:01.000Z', 'sinceTime=2026-11-22T12%3A00%3A01.000Z&tailLines=50000'],
  ])('is asked for %s, with times', async (_title, since, range) => {
    const { asked, texts } = await read(since);
    expect(asked).toEqual([
      `/api/v1/namespaces/shop/pods/web/log?container=nginx&follow=true&previous=false&timestamps=true&${range}`,
    ]);
    expect(texts).toEqual(['a', 'b']);
  });
});
