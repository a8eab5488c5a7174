import { Alert, AlertActionCloseButton, AlertGroup, type AlertProps } from '@patternfly/react-core';
import { createContext, useCallback, useContext, useState, type ReactNode } from 'react';

interface Notice {
  readonly id: number;
  readonly title: string;
  readonly variant: AlertProps['variant'];
}

type Notify = (title: string, variant?: AlertProps['variant']) => void;

/** Older ones make room. */
const SHOWN = 5;
const MILLIS = 6000;

const Context = createContext<Notify>(() => undefined);

/** Short messages in the corner about what an action did. */
export function NotificationsProvider({ children }: { children: ReactNode }) {
  const [notices, setNotices] = useState<readonly Notice[]>([]);
  const close = useCallback((id: number) => setNotices((before) => before.filter((notice) => notice.id !== id)), []);
  const notify = useCallback<Notify>((title, variant = 'success') => {
    setNotices((before) => [...before, { id: (before.at(-1)?.id ?? 0) + 1, title, variant }].slice(-SHOWN));
  }, []);
  return (
    <Context.Provider value={notify}>
      {children}
      <AlertGroup isToast isLiveRegion>
        {notices.map(({ id, title, variant }) => (
          <Alert
            key={id}
            variant={variant}
            title={title}
            timeout={MILLIS}
            onTimeout={() => close(id)}
            actionClose={<AlertActionCloseButton onClose={() => close(id)} />}
          />
        ))}
      </AlertGroup>
    </Context.Provider>
  );
}

export function useNotify(): Notify {
  return useContext(Context);
}
