import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../main/web/api/object';
import { ApiError } from '../../../main/web/api/status';
import { follow } from '../../../main/web/live/follow';
import type { Change, WatchEvent } from '../../../main/web/live/listState';
import type { ListSource } from '../../../main/web/live/source';
import { object } from './objects';
import { recordedDelays } from './recordedDelays';

type Event = WatchEvent<KubeObject>;
/** What one watch gives: events, then its end or a failure. */
type Watch = { readonly events?: Event[][]; readonly fails?: Error; readonly refuses?: Error };

const added = (name: string, version: string): Event => ({ type: 'ADDED', object: object(name, version) });
const deleted = (name: string, version: string): Event => ({ type: 'DELETED', object: object(name, version) });
const bookmark = (version: string): Event => ({ type: 'BOOKMARK', object: object('', version) });
const expired: Event = { type: 'ERROR', object: { code: 410, reason: 'Expired', message: 'too old resource version' } };

/** A server that follows a script; the list is stopped when the script ends. */
class ScriptedServer implements ListSource<KubeObject> {
  readonly asked: string[] = [];
  readonly stop = new AbortController();

  constructor(
    private readonly lists: (string[] | Error)[],
    private readonly watches: Watch[],
  ) {}

  async list() {
    this.asked.push('list');
    const next = this.lists.shift();
    if (next === undefined) {
      return this.ended();
    }
    if (next instanceof Error) {
      throw next;
    }
    return { items: next.map((name) => object(name)), resourceVersion: `${this.asked.length * 100}` };
  }

  async watch(resourceVersion: string) {
    this.asked.push(`watch ${resourceVersion}`);
    const next = this.watches.shift();
    if (next === undefined) {
      return this.ended();
    }
    if (next.refuses) {
      throw next.refuses;
    }
    return (async function* () {
      yield* next.events ?? [];
      if (next.fails) {
        throw next.fails;
      }
    })();
  }

  private ended(): never {
    this.stop.abort();
    throw new Error('the script is over');
  }
}

async function play(lists: (string[] | Error)[], watches: Watch[]) {
  const server = new ScriptedServer(lists, watches);
  const told: Change<KubeObject>[] = [];
  const slept: number[] = [];
  await follow(server, (changes) => told.push(...changes), recordedDelays(slept), server.stop.signal);
  return { asked: server.asked, told: told.map((change) => change.type), slept };
}

describe('following a list', () => {
  it('lists, then watches from the version of the listing', async () => {
    const { asked, told } = await play([['a']], [{ events: [[added('b', '101'), deleted('a', '102')]] }]);
    expect(asked).toEqual(['list', 'watch 100', 'watch 102']);
    expect(told).toEqual(['LISTED', 'CONNECTED', 'PUT', 'REMOVED']);
  });

  it('continues after a bookmark without telling of it', async () => {
    const { asked, told } = await play([['a']], [{ events: [[bookmark('170')]] }]);
    expect(asked).toEqual(['list', 'watch 100', 'watch 170']);
    expect(told).toEqual(['LISTED', 'CONNECTED']);
  });

  it('lists anew when the history has expired in the middle of a watch', async () => {
    const { asked, told } = await play([['a'], ['b']], [{ events: [[added('x', '101')], [expired]] }]);
    expect(asked).toEqual(['list', 'watch 100', 'list', 'watch 300']);
    expect(told).toEqual(['LISTED', 'CONNECTED', 'PUT', 'LISTED']);
  });

  it('lists anew when the server answers a watch with 410', async () => {
    const { asked } = await play([['a'], ['b']], [{ refuses: new ApiError(410, 'Gone', 'too old') }]);
    expect(asked).toEqual(['list', 'watch 100', 'list', 'watch 300']);
  });

  it('watches from where it was after a broken connection', async () => {
    const watches = [{ events: [[added('b', '105')]], fails: new TypeError('network error') }, {}];
    const { asked, told } = await play([['a']], watches);
    expect(asked).toEqual(['list', 'watch 100', 'watch 105', 'watch 105']);
    expect(told).toEqual(['LISTED', 'CONNECTED', 'PUT', 'INTERRUPTED', 'CONNECTED']);
  });

  it('lists again when the first listing failed', async () => {
    const { asked, told } = await play([new TypeError('network error'), ['a']], []);
    expect(asked).toEqual(['list', 'list', 'watch 200']);
    expect(told).toEqual(['INTERRUPTED', 'LISTED']);
  });

  it('treats a server error as an interruption', async () => {
    const { told } = await play([['a']], [{ refuses: new ApiError(503, 'ServiceUnavailable', 'starting') }]);
    expect(told).toEqual(['LISTED', 'INTERRUPTED']);
  });

  it.each([401, 403, 404, 405])('ends when the server answers %i', async (code) => {
    const { asked, told } = await play([new ApiError(code, '', 'no')], []);
    expect(asked).toEqual(['list']);
    expect(told).toEqual(['REFUSED']);
  });

  it('waits longer after each failure, up to a limit, and starts over after an event', async () => {
    const broken: Watch = { fails: new TypeError('network error') };
    const good: Watch = { events: [[added('b', '101')]] };
    const { slept } = await play([['a']], [broken, broken, broken, broken, broken, good, broken]);
    expect(slept.slice(0, 7)).toEqual([100, 200, 400, 800, 1000, 100, 200]);
  });
});
