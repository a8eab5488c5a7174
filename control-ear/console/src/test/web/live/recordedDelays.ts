import type { Delays } from '../../../main/web/live/delays';

/** Waits that take no time and have no random part, written down in milliseconds. */
export function recordedDelays(slept: number[]): Delays {
  return {
    first: 100,
    longest: 1000,
    random: () => 1,
    sleep: async (millis) => {
      slept.push(millis);
    },
  };
}
