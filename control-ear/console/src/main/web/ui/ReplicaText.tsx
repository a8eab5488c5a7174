import { StatusText } from './StatusText';

/** How many replicas are ready of how many. */
export function ReplicaText({ ready, wanted }: { ready: number; wanted: number }) {
  return (
    <StatusText severity={ready >= wanted ? 'success' : ready === 0 ? 'danger' : 'progress'}>
      {ready}/{wanted}
    </StatusText>
  );
}
