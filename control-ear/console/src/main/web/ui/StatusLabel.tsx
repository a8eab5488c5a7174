import { severityOf } from './statusColor';
import { StatusText } from './StatusText';

/** A status word of the API in the color of what it means. */
export function StatusLabel({ status }: { status?: string }) {
  return status ? <StatusText severity={severityOf(status)}>{status}</StatusText> : <>-</>;
}
