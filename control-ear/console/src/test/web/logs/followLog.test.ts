import { describe, expect, it } from 'vitest';
import { LineTooLongError } from '../../../main/web/api/lines';
import { ApiError } from '../../../main/web/api/status';
import { followLog, type LogChange } from '../../../main/web/logs/followLog';
import { logLine, type LogLine } from '../../../main/web/logs/logLine';
import type { LogSource } from '../../../main/web/logs/logSource';
import { recordedDelays } from '../live/recordedDelays';

const BROKEN = new TypeError('network error');

/** A line as the server gives it, written at this second and fraction of one minute. */
const at = (second: string, text: string): string => `2026-11-22T12:00:${second}Z ${text}`;

/** What one request gives: lines in groups, then its end or a failure; or a failure at once. */
type Answer = { readonly groups?: string[][]; readonly fails?: Error } | Error;

/** A server that follows a script; the reader is stopped when the script ends. */
class ScriptedServer implements LogSource {
  readonly asked: (string | undefined)[] = [];
  readonly stop = new AbortController();

  constructor(private readonly answers: Answer[]) {}

  async read(since: string | undefined): Promise<AsyncIterable<readonly LogLine[]>> {
    this.asked.push(since);
    const next = this.answers.shift();
    if (next === undefined) {
      this.stop.abort();
      throw new Error('the script is over');
    }
    if (next instanceof Error) {
      throw next;
    }
    return (async function* () {
      for (const group of next.groups ?? []) {
        yield group.map(logLine);
      }
      if (next.fails) {
        throw next.fails;
      }
    })();
  }
}

async function play(...answers: Answer[]) {
  const server = new ScriptedServer(answers);
  const told: LogChange[] = [];
  const slept: number[] = [];
  await followLog(server, (change) => told.push(change), recordedDelays(slept), server.stop.signal);
  return {
    asked: server.asked,
    told: told.map((change) => change.type),
    texts: told.flatMap((change) => (change.type === 'ADDED' ? change.lines.map((line) => line.text) : [])),
    slept,
  };
}

describe('following a log', () => {
  it('shows its lines until it ends', async () => {
    const { asked, told, texts } = await play({ groups: [[at('01.1', 'a'), at('02.1', 'b')], [at('02.2', 'c')]] });
    expect(asked).toEqual([undefined]);
    expect(told).toEqual(['CONNECTED', 'ADDED', 'ADDED', 'ENDED']);
    expect(texts).toEqual(['a', 'b', 'c']);
  });

  it('goes on behind the last line after a broken connection', async () => {
    const { asked, told, texts } = await play(
      { groups: [[at('01.1', 'a'), at('02.1', 'b')]], fails: BROKEN },
      { groups: [[at('01.1', 'a')], [at('02.1', 'b'), at('03.1', 'c')], [at('04.1', 'd')]] },
    );
    expect(asked).toEqual([undefined, '2026-11-22T12:00:01.000Z']);
    expect(told).toEqual(['CONNECTED', 'ADDED', 'INTERRUPTED', 'CONNECTED', 'ADDED', 'ADDED', 'ENDED']);
    expect(texts).toEqual(['a', 'b', 'c', 'd']);
  });

  it('tries again what could not be asked', async () => {
    const { asked, told, texts } = await play(BROKEN, BROKEN, { groups: [[at('01.1', 'a')]] });
    expect(asked).toEqual([undefined, undefined, undefined]);
    expect(told).toEqual(['INTERRUPTED', 'INTERRUPTED', 'CONNECTED', 'ADDED', 'ENDED']);
    expect(texts).toEqual(['a']);
  });

  it('goes on from the same line when there was nothing new between two breaks', async () => {
    const { asked, texts } = await play(
      { groups: [[at('05.1', 'a')]], fails: BROKEN },
      { groups: [[at('05.1', 'a')]], fails: BROKEN },
      BROKEN,
      { groups: [[at('05.1', 'a'), at('06.1', 'b')]], fails: BROKEN },
      { groups: [[at('05.1', 'a'), at('06.1', 'b'), at('07.1', 'c')]] },
    );
    expect(asked.slice(1)).toEqual([4, 4, 4, 5].map((second) => `2026-11-22T12:00:0${second}.000Z`));
    expect(texts).toEqual(['a', 'b', 'c']);
  });

  it.each<[string, string[], string[], string[]]>([
    ['lines of one time', [at('01.1', 'a'), at('01.1', 'b')], [at('01.1', 'c')], ['a', 'b', 'c']],
    ['equal lines of one time', [at('01.1', 'a'), at('01.1', 'a')], [at('01.1', 'a'), at('01.1', 'b')], ['a', 'a', 'a', 'b']],
    ['lines of one text', [at('01.1', 'a'), at('01.2', 'a')], [at('01.3', 'a')], ['a', 'a', 'a']],
    ['empty lines', [at('01.1', ''), at('01.2', '')], [at('01.3', '')], ['', '', '']],
    ['lines behind newer ones', [at('02.2', 'b'), at('02.1', 'a')], [at('01.9', 'c'), at('02.3', 'd')], ['b', 'a', 'c', 'd']],
    ['a last line that is older than the one before', [at('02.1', 'b'), at('01.9', 'a')], [at('02.2', 'c')], ['b', 'a', 'c']],
  ])('neither repeats nor loses %s', async (_title, before, after, texts) => {
    const together = await play({ groups: [before], fails: BROKEN }, { groups: [[...before, ...after]] });
    const apart = await play({ groups: [before], fails: BROKEN }, { groups: [...before, ...after].map((line) => [line]) });
    expect([together.texts, apart.texts]).toEqual([texts, texts]);
  });

  it('does not show lines of before the first one when a server gives them', async () => {
    const { texts } = await play(
      { groups: [[at('01.3', 'c')]], fails: BROKEN },
      { groups: [[at('01.1', 'a'), at('01.2', 'b'), at('01.3', 'c'), at('01.4', 'd')]] },
    );
    expect(texts).toEqual(['c', 'd']);
  });

  it('shows all that is left when the last line is no longer kept', async () => {
    const { texts } = await play(
      { groups: [[at('01.1', 'a'), at('02.1', 'b')]], fails: BROKEN },
      { groups: [[at('02.0', 'late'), at('09.1', 'y')], [at('09.2', 'z')]] },
    );
    expect(texts).toEqual(['a', 'b', 'late', 'y', 'z']);
  });

  it.each([408, 429, 500, 503])('tries again when the server answers %i', async (code) => {
    const { told } = await play(new ApiError(code, '', 'later'), { groups: [[at('01.1', 'a')]] });
    expect(told).toEqual(['INTERRUPTED', 'CONNECTED', 'ADDED', 'ENDED']);
  });

  it.each([400, 401, 403, 404])('gives up when the server answers %i', async (code) => {
    const { asked, told } = await play(new ApiError(code, '', 'no'));
    expect(asked).toEqual([undefined]);
    expect(told).toEqual(['FAILED']);
  });

  it('gives up at a line that is too long, which would come again', async () => {
    const { told } = await play({ groups: [[at('01.1', 'a')]], fails: new LineTooLongError(10) });
    expect(told).toEqual(['CONNECTED', 'ADDED', 'FAILED']);
  });

  it('waits longer after each failure, up to a limit, and starts over after a new line', async () => {
    const known: Answer = { groups: [[at('01.1', 'a')]], fails: BROKEN };
    const more: Answer = { groups: [[at('01.1', 'a'), at('02.1', 'b')]], fails: BROKEN };
    const { slept } = await play(known, BROKEN, known, BROKEN, BROKEN, BROKEN, more, BROKEN);
    expect(slept).toEqual([100, 200, 400, 800, 1000, 1000, 100, 200]);
  });

  it('tells nothing of the end of a reader that was stopped', async () => {
    expect((await play()).told).toEqual([]);
  });
});
