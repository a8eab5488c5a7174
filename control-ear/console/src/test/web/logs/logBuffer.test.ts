import { describe, expect, it } from 'vitest';
import { append, EMPTY_LOG, plainLine } from '../../../main/web/logs/logBuffer';

describe('a log', () => {
  it('keeps lines in order', () => {
    expect(append(append(EMPTY_LOG, ['a']), ['b', 'c'])).toEqual({ lines: ['a', 'b', 'c'], dropped: 0 });
  });

  it('drops the oldest above its limit and counts them', () => {
    const full = append(EMPTY_LOG, ['a', 'b', 'c'], 3);
    expect(append(append(full, ['d'], 3), ['e', 'f'], 3)).toEqual({ lines: ['d', 'e', 'f'], dropped: 3 });
  });

  it('takes more lines at once than it keeps', () => {
    expect(append(EMPTY_LOG, ['a', 'b', 'c', 'd'], 2)).toEqual({ lines: ['c', 'd'], dropped: 2 });
  });
});

describe('a line', () => {
  it.each([
    ['plain', 'plain'],
    ['\u001b[31mred\u001b[0m and \u001b[1;32mgreen\u001b[m', 'red and green'],
    ['\u001b]0;title\u0007text', 'text'],
    ['windows\r', 'windows'],
    ['10%\r50%\r100%', '100%'],
    ['<b>not markup</b>', '<b>not markup</b>'],
  ])('%j is shown as %s', (line, text) => {
    expect(plainLine(line)).toBe(text);
  });
});
