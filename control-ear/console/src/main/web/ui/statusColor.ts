export type Severity = 'success' | 'progress' | 'warning' | 'danger' | 'neutral';

const WORDS: Readonly<Record<Severity, readonly string[]>> = {
  success: ['Ready', 'Running', 'Active', 'Bound', 'Available', 'True'],
  progress: ['Pending', 'ContainerCreating', 'PodInitializing', 'Terminating', 'Progressing'],
  warning: ['Warning', 'SchedulingDisabled', 'NotReady', 'Evicted'],
  danger: ['Failed', 'Error', 'OOMKilled', 'ContainerCannotRun', 'DeadlineExceeded', 'Unknown', 'StartError'],
  neutral: ['Completed', 'Succeeded', 'Normal'],
};

/** How bad a status word of the API is; what is not known by name is judged by its form. */
export function severityOf(status: string): Severity {
  for (const [severity, words] of Object.entries(WORDS)) {
    if (words.includes(status)) {
      return severity as Severity;
    }
  }
  if (/BackOff|Err|Invalid|Failed|^ExitCode|^Signal|^Init:(Err|ExitCode|Signal|Crash)/.test(status)) {
    return 'danger';
  }
  if (/^Init:\d/.test(status)) {
    return 'progress';
  }
  return status.includes(',') || status.includes('NotReady') ? 'warning' : 'neutral';
}
