import { describe, expect, it } from 'vitest';
import { append, EMPTY_LOG, type LogBuffer } from '../../../main/web/logs/logBuffer';
import type { LogLine } from '../../../main/web/logs/logLine';

const lines = (...texts: string[]): LogLine[] => texts.map((text) => ({ time: '', text }));
const shown = ({ lines: kept, dropped }: LogBuffer) => ({ lines: kept.map((line) => line.text), dropped });

describe('a log', () => {
  it('keeps lines in order', () => {
    expect(shown(append(append(EMPTY_LOG, lines('a')), lines('b', 'c')))).toEqual({ lines: ['a', 'b', 'c'], dropped: 0 });
  });

  it('drops the oldest above its limit and counts them', () => {
    const full = append(EMPTY_LOG, lines('a', 'b', 'c'), 3);
    expect(shown(append(append(full, lines('d'), 3), lines('e', 'f'), 3))).toEqual({ lines: ['d', 'e', 'f'], dropped: 3 });
  });

  it('takes more lines at once than it keeps', () => {
    expect(shown(append(EMPTY_LOG, lines('a', 'b', 'c', 'd'), 2))).toEqual({ lines: ['c', 'd'], dropped: 2 });
  });
});
