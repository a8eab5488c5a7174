import type { KubeObject } from '../api/object';
import { formatBytes } from '../format/quantity';

export interface Secret extends KubeObject {
  readonly type?: string;
  readonly immutable?: boolean;
  readonly data?: Readonly<Record<string, string>>;
}

/** kubectl keeps the whole applied object in it, values included. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** The secret with the size of each value in its place, so that no page can show a value and the browser does not keep one. */
export function withoutValues(secret: Secret): Secret {
  const { annotations, ...metadata } = secret.metadata;
  const kept = Object.entries(annotations ?? {}).filter(([name]) => name !== LAST_APPLIED);
  return {
    ...secret,
    metadata: annotations ? { ...metadata, annotations: Object.fromEntries(kept) } : metadata,
    data: secret.data && Object.fromEntries(Object.entries(secret.data).map(([key, value]) => [key, hidden(value)])),
  };
}

function hidden(base64: string): string {
  const padding = /=*$/.exec(base64)?.[0].length ?? 0;
  return `•••••••• (${formatBytes(Math.max(0, Math.floor((base64.length * 3) / 4) - padding))})`;
}
