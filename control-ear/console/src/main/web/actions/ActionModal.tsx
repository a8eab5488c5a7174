import { Alert, Button, Modal, ModalBody, ModalFooter, ModalHeader, ModalVariant } from '@patternfly/react-core';
import { useState, type ReactNode } from 'react';
import { messageOf } from '../api/status';
import { useI18n } from '../i18n/I18n';

interface ActionModalProps {
  readonly title: string;
  readonly confirm: string;
  readonly isDangerous?: boolean;
  readonly isReady?: boolean;
  readonly run: () => Promise<void>;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Asks before it acts; what the API refuses is shown in its own words and can be tried again. */
export function ActionModal({ title, confirm, isDangerous, isReady = true, run, onClose, children }: ActionModalProps) {
  const { t } = useI18n();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const submit = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await run();
      onClose();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return (
    <Modal isOpen variant={ModalVariant.small} onClose={onClose} aria-label={title}>
      <ModalHeader title={title} titleIconVariant={isDangerous ? 'warning' : undefined} />
      <ModalBody className="gantry-stack">
        {children}
        {error !== undefined && (
          <Alert variant="danger" isInline title={t('action.failed')} data-testid="action-error">
            {messageOf(error)}
          </Alert>
        )}
      </ModalBody>
      <ModalFooter>
        <Button
          variant={isDangerous ? 'danger' : 'primary'}
          isLoading={isBusy}
          isDisabled={isBusy || !isReady}
          onClick={() => void submit()}
          data-testid="action-confirm"
        >
          {confirm}
        </Button>
        <Button variant="link" onClick={onClose}>
          {t('action.cancel')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}
