/** Lines of a log; the oldest are dropped above a limit, so that a talkative container does not fill the browser. */
export interface LogBuffer {
  readonly lines: readonly string[];
  /** How many were dropped. */
  readonly dropped: number;
}

export const MAX_LINES = 50_000;

export const EMPTY_LOG: LogBuffer = { lines: [], dropped: 0 };

export function append(buffer: LogBuffer, added: readonly string[], maxLines: number = MAX_LINES): LogBuffer {
  const lines = buffer.lines.concat(added);
  const excess = Math.max(0, lines.length - maxLines);
  return { lines: excess === 0 ? lines : lines.slice(excess), dropped: buffer.dropped + excess };
}

// the colors and cursor movements of terminals
const TERMINAL_CODES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

/** A line as plain text: without a terminal's codes, and with what a carriage return would have overwritten left out. */
export function plainLine(line: string): string {
  const text = line.replace(TERMINAL_CODES, '').replace(/\r+$/, '');
  return text.slice(text.lastIndexOf('\r') + 1);
}
