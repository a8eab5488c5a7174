import { useCallback, useEffect, useState } from 'react';
import { useSession } from '../app/session';
import { BROWSER_DELAYS } from '../live/delays';
import { followLog, type LogChange } from './followLog';
import { append, EMPTY_LOG, type LogBuffer } from './logBuffer';
import type { LogLine } from './logLine';
import { apiLog, type LogChoice } from './logSource';

export interface LogSelection extends LogChoice {
  /** Which run of the container; the log is read anew when another begins. */
  readonly run: string;
}

/**
 * - `reading`: lines come as they are there
 * - `interrupted`: the connection is being made again
 * - `ended`: all there is has come
 * - `failed`: the server does not give it
 */
export type LogPhase = 'reading' | 'interrupted' | 'ended' | 'failed';

export interface Log {
  readonly buffer: LogBuffer;
  readonly phase: LogPhase;
  readonly error?: unknown;
  readonly clear: () => void;
  readonly readAgain: () => void;
}

const SHOW_EVERY = 100;

/** The log of a container as it is written. */
export function useLog(selection: LogSelection): Log {
  const { client } = useSession();
  const { namespace, pod, container, run, follow, previous } = selection;
  const [buffer, setBuffer] = useState(EMPTY_LOG);
  const [outcome, setOutcome] = useState<Pick<Log, 'phase' | 'error'>>({ phase: 'reading' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    setBuffer(EMPTY_LOG);
    setOutcome({ phase: 'reading' });
    const lines = collected((added) => setBuffer((before) => append(before, added)));
    const show = (change: LogChange) => {
      if (stop.signal.aborted) {
        return;
      }
      if (change.type === 'ADDED') {
        lines.add(change.lines);
      } else {
        lines.flush();
        setOutcome(outcomeOf(change));
      }
    };
    const source = apiLog(client, { namespace, pod, container, follow, previous });
    void followLog(source, show, BROWSER_DELAYS, stop.signal);
    stop.signal.addEventListener('abort', lines.discard);
    return () => stop.abort();
  }, [client, namespace, pod, container, run, follow, previous, attempt]);
  const clear = useCallback(() => setBuffer(EMPTY_LOG), []);
  const readAgain = useCallback(() => setAttempt((count) => count + 1), []);
  return { buffer, ...outcome, clear, readAgain };
}

function outcomeOf(change: Exclude<LogChange, { type: 'ADDED' }>): Pick<Log, 'phase' | 'error'> {
  switch (change.type) {
    case 'CONNECTED':
      return { phase: 'reading' };
    case 'INTERRUPTED':
      return { phase: 'interrupted', error: change.error };
    case 'ENDED':
      return { phase: 'ended' };
    case 'FAILED':
      return { phase: 'failed', error: change.error };
  }
}

/** Shows lines together, not one by one. */
function collected(show: (lines: readonly LogLine[]) => void) {
  let waiting: LogLine[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length > 0 && !isOver) {
      show(waiting);
    }
    waiting = [];
  };
  return {
    add(lines: readonly LogLine[]) {
      waiting = waiting.concat(lines);
      timer ??= setTimeout(flush, SHOW_EVERY);
    },
    flush,
    discard() {
      isOver = true;
      flush();
    },
  };
}
