import { describe, expect, it } from 'vitest';
import { lineGroups } from '../../../main/web/api/lines';

function stream(...chunks: (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      chunks.forEach((chunk) => controller.enqueue(typeof chunk === 'string' ? encoder.encode(chunk) : chunk));
      controller.close();
    },
  });
}

async function groups(source: ReadableStream<Uint8Array>, maxLine?: number): Promise<string[][]> {
  const all: string[][] = [];
  for await (const group of lineGroups(source, maxLine)) {
    all.push(group);
  }
  return all;
}

describe('the lines of a stream', () => {
  it.each<[string, string[], string[][]]>([
    ['come together as they arrived', ['a\nb\n', 'c\n'], [['a', 'b'], ['c']]],
    ['are put together from pieces', ['{"a"', ':1}', '\n'], [['{"a":1}']]],
    ['may end without an end of line', ['a\nb'], [['a'], ['b']]],
    ['may be empty', ['\n\n'], [['', '']]],
    ['are none in an empty stream', [], []],
  ])('%s', async (_title, chunks, expected) => {
    expect(await groups(stream(...chunks))).toEqual(expected);
  });

  it('keep characters whose bytes arrive apart', async () => {
    const bytes = new TextEncoder().encode('容器\n');
    expect(await groups(stream(bytes.slice(0, 1), bytes.slice(1, 4), bytes.slice(4)))).toEqual([['容器']]);
  });

  it('are bounded in length', async () => {
    await expect(groups(stream('x'.repeat(11)), 10)).rejects.toThrow('longer than 10');
  });

  it('let go of the stream when the reader stops early', async () => {
    let isCancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new TextEncoder().encode('line\n')),
      cancel: () => {
        isCancelled = true;
      },
    });
    for await (const group of lineGroups(endless)) {
      expect(group).toEqual(['line']);
      break;
    }
    expect(isCancelled).toBe(true);
  });
});
