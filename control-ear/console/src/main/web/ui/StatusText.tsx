import type { ReactNode } from 'react';
import type { Severity } from './statusColor';
import { statusIcons } from './statusIcons';
import './status.css';

/** Text with the icon and color of a severity. */
export function StatusText({ severity, children }: { severity: Severity; children: ReactNode }) {
  const Icon = statusIcons[severity];
  return (
    <span className={`gantry-status gantry-status-${severity}`}>
      <Icon />
      <span>{children}</span>
    </span>
  );
}
