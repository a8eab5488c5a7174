import type { LogLine } from './logLine';

/**
 * How far a log has been read, so that reading goes on behind the last line after a break. The log is read again from a little
 * before that line, because lines of the two outputs of a container may lie in the log in another order than that of their times.
 * The order in the log is the same at every reading: all lines up to the last one are known.
 */
export class LogPosition {
  private last: LogLine | undefined;
  /** How often the last line was read: one line may be written twice at one time. */
  private copies = 0;
  private newest = '';
  /** Lines since the break that may be known or, if the last line is no longer kept, new; absent behind the last line. */
  private doubtful: LogLine[] | undefined;
  private copiesToCome = 0;

  /** From when to read now, in RFC 3339; absent while nothing has been read. */
  rewind(): string | undefined {
    if (this.last === undefined) {
      return undefined;
    }
    this.doubtful = [];
    this.copiesToCome = this.copies;
    return secondBefore(this.last.time);
  }

  /** Those lines of a group that are new. */
  advance(group: readonly LogLine[]): readonly LogLine[] {
    const added = this.doubtful === undefined ? group : this.behindLast(group, this.doubtful);
    added.forEach((line) => this.remember(line));
    return added;
  }

  /** What is new after all when the log has ended. */
  end(): readonly LogLine[] {
    const added = this.doubtful ?? [];
    this.doubtful = undefined;
    return added;
  }

  private behindLast(group: readonly LogLine[], doubtful: LogLine[]): readonly LogLine[] {
    for (const [index, line] of group.entries()) {
      if (line.time > this.newest) {
        // the last line would have come before: the log was cut since
        this.doubtful = undefined;
        return [...doubtful, ...group.slice(index)];
      }
      if (this.isLast(line) && --this.copiesToCome === 0) {
        this.doubtful = undefined;
        return group.slice(index + 1);
      }
      doubtful.push(line);
    }
    return [];
  }

  private isLast(line: LogLine): boolean {
    return line.time === this.last?.time && line.text === this.last.text;
  }

  private remember(line: LogLine): void {
    if (line.time === '') {
      return;
    }
    this.copies = this.isLast(line) ? this.copies + 1 : 1;
    this.last = line;
    this.newest = line.time > this.newest ? line.time : this.newest;
  }
}

/** The whole second before that of a time: servers may take no fractions. */
function secondBefore(time: string): string {
  const second = Date.parse(time.replace(/\.\d+/, ''));
  return new Date(second - 1000).toISOString();
}
