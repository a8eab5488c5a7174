import type { LogLine } from './logLine';

/** Lines of a log; the oldest are dropped above a limit, so that a talkative container does not fill the browser. */
export interface LogBuffer {
  readonly lines: readonly LogLine[];
  /** How many were dropped. */
  readonly dropped: number;
}

export const MAX_LINES = 50_000;

export const EMPTY_LOG: LogBuffer = { lines: [], dropped: 0 };

export function append(buffer: LogBuffer, added: readonly LogLine[], maxLines: number = MAX_LINES): LogBuffer {
  const lines = buffer.lines.concat(added);
  const excess = Math.max(0, lines.length - maxLines);
  return { lines: excess === 0 ? lines : lines.slice(excess), dropped: buffer.dropped + excess };
}
