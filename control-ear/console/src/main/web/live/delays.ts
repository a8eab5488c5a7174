/** Waits between attempts, in milliseconds; grows from the first to the longest. */
export interface Delays {
  readonly first: number;
  readonly longest: number;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly sleep: (millis: number, signal: AbortSignal) => Promise<void>;
}

/** Doubles with each failure; a random part of up to half keeps many browsers from calling together. */
export function delayAfter(failures: number, delays: Delays): number {
  const full = Math.min(delays.longest, delays.first * 2 ** Math.min(failures, 30));
  return full / 2 + (full / 2) * delays.random();
}

/** Ends early, without an error, when the signal aborts. */
export function sleep(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, millis);
    signal.addEventListener('abort', end);
    if (signal.aborted) {
      end();
    }
  });
}

export const BROWSER_DELAYS: Delays = { first: 500, longest: 30_000, random: Math.random, sleep };
