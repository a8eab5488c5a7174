import type { ApiClient } from '../api/client';
import { lineGroups } from '../api/lines';
import { objectPath } from '../api/resource';
import { pods } from '../kinds/pods';
import { MAX_LINES } from './logBuffer';
import { logLine, type LogLine } from './logLine';

/** Where a log comes from. */
export interface LogSource {
  /** Opens the log: its last lines, or those since a time; they come in the groups in which they arrived. */
  read(since: string | undefined, signal: AbortSignal): Promise<AsyncIterable<readonly LogLine[]>>;
}

export interface LogChoice {
  readonly namespace?: string;
  readonly pod: string;
  readonly container: string;
  readonly follow: boolean;
  readonly previous: boolean;
}

/** Enough to see what happened, and little enough to come at once. */
const TAIL = 2000;
const MAX_LINE = 1024 * 1024;

export function apiLog(client: ApiClient, choice: LogChoice): LogSource {
  const { namespace, pod, container, follow, previous } = choice;
  const path = objectPath(pods.resource, namespace, pod, 'log');
  return {
    async read(since, signal) {
      // more than are kept need not come, however long the break was
      const range = since === undefined ? { tailLines: TAIL } : { sinceTime: since, tailLines: MAX_LINES };
      const query = { container, follow, previous, timestamps: true, ...range };
      return lines(await client.stream(path, { query, signal }));
    },
  };
}

async function* lines(stream: ReadableStream<Uint8Array>): AsyncGenerator<LogLine[]> {
  for await (const group of lineGroups(stream, MAX_LINE)) {
    yield group.map(logLine);
  }
}
