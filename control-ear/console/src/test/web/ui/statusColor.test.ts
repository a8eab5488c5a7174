import { describe, expect, it } from 'vitest';
import { severityOf } from '../../../main/web/ui/statusColor';

describe('the severity', () => {
  it.each([
    ['Running', 'success'],
    ['Ready', 'success'],
    ['Pending', 'progress'],
    ['Terminating', 'progress'],
    ['Init:1/3', 'progress'],
    ['NotReady', 'warning'],
    ['Ready,SchedulingDisabled', 'warning'],
    ['Warning', 'warning'],
    ['CrashLoopBackOff', 'danger'],
    ['ImagePullBackOff', 'danger'],
    ['ErrImagePull', 'danger'],
    ['CreateContainerConfigError', 'danger'],
    ['Init:Error', 'danger'],
    ['ExitCode:1', 'danger'],
    ['Unknown', 'danger'],
    ['Completed', 'neutral'],
    ['SomethingNew', 'neutral'],
  ])('of %s is %s', (status, severity) => {
    expect(severityOf(status)).toBe(severity);
  });
});
