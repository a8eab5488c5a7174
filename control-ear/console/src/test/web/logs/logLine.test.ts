import { describe, expect, it } from 'vitest';
import { logLine, plainLine, withoutTime, withTime } from '../../../main/web/logs/logLine';

const TIME = '2026-11-22T12:31:42.117598606Z';

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

  it.each([
    ['with its text', `${TIME} text`, TIME, 'text'],
    ['with spaces of its own', `${TIME}  indented `, TIME, ' indented '],
    ['without a text', `${TIME} `, TIME, ''],
    ['without even a space', TIME, TIME, ''],
    ['of a server with a time zone', '2026-11-22T20:31:42.1+08:00 text', '2026-11-22T20:31:42.1+08:00', 'text'],
    ['that begins with a time of its own', `${TIME} 2026-01-01T00:00:00Z text`, TIME, '2026-01-01T00:00:00Z text'],
    ['that was overwritten', `${TIME} 10%\r100%\r`, TIME, '100%'],
    ['that came in pieces', `${TIME} aaa${TIME} bbb${TIME} c`, TIME, 'aaabbbc'],
    ['without a time', 'error from daemon', '', 'error from daemon'],
    ['with a time elsewhere', `at ${TIME} x`, '', `at ${TIME} x`],
    ['that is empty', '', '', ''],
  ])('%s is taken apart', (_title, line, time, text) => {
    expect(logLine(line)).toEqual({ time, text });
  });

  it.each([
    ['text', `${TIME} text`, 'text'],
    ['', `${TIME} `, ''],
  ])('%j is shown with its time or without', (text, dated, plain) => {
    const line = { time: TIME, text };
    expect([withTime(line), withoutTime(line)]).toEqual([dated, plain]);
  });

  it('that has no time is shown without one', () => {
    expect(withTime({ time: '', text: 'text' })).toBe('text');
  });
});
