import { useCallback, useEffect, useState } from 'react';
import { lineGroups } from '../api/lines';
import { objectPath } from '../api/resource';
import { useSession } from '../app/session';
import { pods } from '../kinds/pods';
import { append, EMPTY_LOG, plainLine, type LogBuffer } from './logBuffer';

export interface LogSelection {
  readonly namespace?: string;
  readonly pod: string;
  readonly container: string;
  /** Which run of the container; the log is read anew when another begins. */
  readonly run: string;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
}

export interface Log {
  readonly buffer: LogBuffer;
  readonly phase: 'reading' | 'ended' | 'failed';
  readonly error?: unknown;
  readonly clear: () => void;
  readonly readAgain: () => void;
}

/** Enough to see what happened, and little enough to come at once. */
const TAIL = 2000;
const MAX_LINE = 1024 * 1024;
const SHOW_EVERY = 100;

/** The log of a container as it is written. */
export function useLog(selection: LogSelection): Log {
  const { client } = useSession();
  const { namespace, pod, container, run, follow, previous, timestamps } = selection;
  const [buffer, setBuffer] = useState(EMPTY_LOG);
  const [outcome, setOutcome] = useState<Pick<Log, 'phase' | 'error'>>({ phase: 'reading' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    setBuffer(EMPTY_LOG);
    setOutcome({ phase: 'reading' });
    const path = objectPath(pods.resource, namespace, pod, 'log');
    const query = { container, follow, previous, timestamps, tailLines: TAIL };
    const lines = collected((added) => setBuffer((before) => append(before, added)));
    const read = async () => {
      const stream = await client.stream(path, { query, signal: stop.signal });
      for await (const group of lineGroups(stream, MAX_LINE)) {
        lines.add(group.map(plainLine));
      }
    };
    read()
      .then(
        () => setOutcome({ phase: 'ended' }),
        (error: unknown) => stop.signal.aborted || setOutcome({ phase: 'failed', error }),
      )
      .finally(() => lines.flush());
    stop.signal.addEventListener('abort', lines.discard);
    return () => stop.abort();
  }, [client, namespace, pod, container, run, follow, previous, timestamps, attempt]);
  const clear = useCallback(() => setBuffer(EMPTY_LOG), []);
  const readAgain = useCallback(() => setAttempt((count) => count + 1), []);
  return { buffer, ...outcome, clear, readAgain };
}

/** Shows lines together, not one by one. */
function collected(show: (lines: readonly string[]) => void) {
  let waiting: string[] = [];
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
    add(lines: readonly string[]) {
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
