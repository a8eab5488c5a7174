import { LineTooLongError } from '../api/lines';
import { ApiError } from '../api/status';
import { delayAfter, type Delays } from '../live/delays';
import type { LogLine } from './logLine';
import { LogPosition } from './logPosition';
import type { LogSource } from './logSource';

/** What happens to a log that is read. */
export type LogChange =
  | { readonly type: 'CONNECTED' }
  | { readonly type: 'ADDED'; readonly lines: readonly LogLine[] }
  | { readonly type: 'INTERRUPTED'; readonly error: unknown }
  | { readonly type: 'ENDED' }
  | { readonly type: 'FAILED'; readonly error: unknown };

/**
 * Reads a log until it ends, the signal aborts, or asking again would not help. Where the connection broke it goes on behind the
 * last line that came.
 */
export async function followLog(
  source: LogSource,
  tell: (change: LogChange) => void,
  delays: Delays,
  signal: AbortSignal,
): Promise<void> {
  const position = new LogPosition();
  let failures = 0;
  const add = (lines: readonly LogLine[]) => {
    if (lines.length > 0) {
      failures = 0;
      tell({ type: 'ADDED', lines });
    }
  };
  while (!signal.aborted) {
    try {
      const groups = await source.read(position.rewind(), signal);
      tell({ type: 'CONNECTED' });
      for await (const group of groups) {
        add(position.advance(group));
      }
      add(position.end());
      tell({ type: 'ENDED' });
      return;
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      if (isFinal(error)) {
        tell({ type: 'FAILED', error });
        return;
      }
      tell({ type: 'INTERRUPTED', error });
    }
    await delays.sleep(delayAfter(failures++, delays), signal);
  }
}

/** 408 and 429 ask to come again; others of 4xx, such as 400 for a container that waits to start, stay until somebody acts. */
function isFinal(error: unknown): boolean {
  if (error instanceof ApiError) {
    return error.code >= 400 && error.code < 500 && ![408, 429].includes(error.code);
  }
  return error instanceof LineTooLongError;
}
