import { describe, expect, it } from 'vitest';
import { formatBytes, parseQuantity } from '../../../main/web/format/quantity';

describe('a quantity', () => {
  it.each([
    ['250m', 0.25],
    ['2', 2],
    [4, 4],
    ['1.5', 1.5],
    ['128Mi', 128 * 1024 * 1024],
    ['1Gi', 2 ** 30],
    ['1G', 1e9],
    ['100k', 1e5],
    ['1e3', 1000],
    ['2E', 2e18],
    ['5n', 5e-9],
    [undefined, 0],
    ['much', 0],
    ['1 Gi', 0],
  ])('%s is %d', (text, value) => {
    expect(parseQuantity(text)).toBeCloseTo(value, 12);
  });
});

describe('bytes', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1536, '1.5 KiB'],
    [16 * 2 ** 30, '16 GiB'],
    [3 * 2 ** 60, '3072 PiB'],
  ])('%d are written %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});
