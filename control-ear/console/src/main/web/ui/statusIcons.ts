import CheckCircleIcon from '@patternfly/react-icons/dist/esm/icons/check-circle-icon';
import ExclamationCircleIcon from '@patternfly/react-icons/dist/esm/icons/exclamation-circle-icon';
import ExclamationTriangleIcon from '@patternfly/react-icons/dist/esm/icons/exclamation-triangle-icon';
import InProgressIcon from '@patternfly/react-icons/dist/esm/icons/in-progress-icon';
import InfoCircleIcon from '@patternfly/react-icons/dist/esm/icons/info-circle-icon';
import type { ComponentType } from 'react';
import type { Severity } from './statusColor';

export const statusIcons: Readonly<Record<Severity, ComponentType>> = {
  success: CheckCircleIcon,
  progress: InProgressIcon,
  warning: ExclamationTriangleIcon,
  danger: ExclamationCircleIcon,
  neutral: InfoCircleIcon,
};
