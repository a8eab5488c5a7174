/** A line of a log as it is kept. */
export interface LogLine {
  /** When it was written, in the server's words: to the nanosecond, so that times compare as texts. Empty where it has none. */
  readonly time: string;
  readonly text: string;
}

const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))(?: |$)/;

/** Takes a line that was asked for with its time apart. */
export function logLine(line: string): LogLine {
  const [stamp, time] = TIME.exec(line) ?? ['', ''];
  // container engines keep a long line in pieces, and give each the time of the line
  const text = stamp === '' ? line : line.slice(stamp.length).replaceAll(stamp, '');
  return { time: time ?? '', text: plainLine(text) };
}

/** How a line is shown: what searching, the view and a download have of it. */
export type ShownAs = (line: LogLine) => string;

export const withoutTime: ShownAs = (line) => line.text;

export const withTime: ShownAs = (line) => (line.time === '' ? line.text : `${line.time} ${line.text}`);

// the colors and cursor movements of terminals
const TERMINAL_CODES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

/** A line as plain text: without a terminal's codes, and with what a carriage return would have overwritten left out. */
export function plainLine(line: string): string {
  const text = line.replace(TERMINAL_CODES, '').replace(/\r+$/, '');
  return text.slice(text.lastIndexOf('\r') + 1);
}
