import { describe, expect, it } from 'vitest';
import { delayAfter, sleep, type Delays } from '../../../main/web/live/delays';

const delays = (random: number): Delays => ({ first: 500, longest: 30_000, random: () => random, sleep });

describe('the delay', () => {
  it.each([
    [0, 0, 250],
    [0, 1, 500],
    [1, 1, 1000],
    [3, 0.5, 3000],
    [10, 1, 30_000],
    [5000, 1, 30_000],
  ])('after %i failures with the random number %d is %i ms', (failures, random, millis) => {
    expect(delayAfter(failures, delays(random))).toBe(millis);
  });
});

describe('sleep', () => {
  it('ends at once when it is stopped', async () => {
    const stop = new AbortController();
    const asleep = sleep(3_600_000, stop.signal);
    stop.abort();
    await asleep;
    await sleep(3_600_000, stop.signal);
  });
});
