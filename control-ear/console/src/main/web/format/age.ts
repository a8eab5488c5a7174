const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** A duration in milliseconds as kubectl writes ages: two units where the second still says something, 5m30s, 3h, 2d4h, 1y20d. */
export function formatDuration(millis: number): string {
  if (millis < 0) {
    return '0s';
  }
  if (millis < 2 * MINUTE) {
    return `${Math.floor(millis / SECOND)}s`;
  }
  if (millis < 10 * MINUTE) {
    return two(millis, MINUTE, 'm', SECOND, 's');
  }
  if (millis < 3 * HOUR) {
    return `${Math.floor(millis / MINUTE)}m`;
  }
  if (millis < 8 * HOUR) {
    return two(millis, HOUR, 'h', MINUTE, 'm');
  }
  if (millis < 2 * DAY) {
    return `${Math.floor(millis / HOUR)}h`;
  }
  if (millis < 8 * DAY) {
    return two(millis, DAY, 'd', HOUR, 'h');
  }
  if (millis < 2 * YEAR) {
    return `${Math.floor(millis / DAY)}d`;
  }
  if (millis < 8 * YEAR) {
    return two(millis, YEAR, 'y', DAY, 'd');
  }
  return `${Math.floor(millis / YEAR)}y`;
}

function two(millis: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((millis % large) / small);
  return `${Math.floor(millis / large)}${largeName}${rest === 0 ? '' : `${rest}${smallName}`}`;
}

/** The age of something since this time of the API, `-` without one. */
export function formatAge(since: string | undefined | null, now: number): string {
  const time = since ? Date.parse(since) : Number.NaN;
  return Number.isNaN(time) ? '-' : formatDuration(now - time);
}
