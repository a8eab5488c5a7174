import { describe, expect, it } from 'vitest';
import { formatAge, formatDuration } from '../../../main/web/format/age';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

describe('a duration', () => {
  it.each([
    [-5 * SECOND, '0s'],
    [0, '0s'],
    [999, '0s'],
    [59 * SECOND, '59s'],
    [2 * MINUTE - 1, '119s'],
    [2 * MINUTE, '2m'],
    [5 * MINUTE + 30 * SECOND, '5m30s'],
    [10 * MINUTE, '10m'],
    [3 * HOUR - 1, '179m'],
    [3 * HOUR, '3h'],
    [3 * HOUR + 12 * MINUTE, '3h12m'],
    [8 * HOUR, '8h'],
    [2 * DAY - 1, '47h'],
    [2 * DAY + 4 * HOUR, '2d4h'],
    [8 * DAY, '8d'],
    [2 * YEAR - 1, '729d'],
    [2 * YEAR, '2y'],
    [3 * YEAR + 20 * DAY, '3y20d'],
    [8 * YEAR + DAY, '8y'],
  ])('of %i ms is written %s', (millis, text) => {
    expect(formatDuration(millis)).toBe(text);
  });
});

describe('an age', () => {
  const now = Date.parse('2026-03-01T12:00:00Z');

  it.each([
    ['2026-03-01T11:59:30Z', '30s'],
    ['2026-03-01T11:59:30.250000Z', '29s'],
    ['2026-03-01T12:00:05Z', '0s'],
    [undefined, '-'],
    [null, '-'],
    ['', '-'],
    ['yesterday', '-'],
  ])('since %s is %s', (since, text) => {
    expect(formatAge(since, now)).toBe(text);
  });
});
