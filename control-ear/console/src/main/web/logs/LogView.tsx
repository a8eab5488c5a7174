import { Button } from '@patternfly/react-core';
import ArrowDownIcon from '@patternfly/react-icons/dist/esm/icons/arrow-down-icon';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { useI18n } from '../i18n/I18n';
import type { LogLine, ShownAs } from './logLine';
import './logs.css';

const LINE_HEIGHT = 20;
/** This near to the end, in pixels, counts as at the end. */
const NEAR = 40;

interface LogViewProps {
  readonly lines: readonly LogLine[];
  readonly shownAs: ShownAs;
  /** Stay at the end as lines come. */
  readonly follow: boolean;
}

/** Lines of a log; renders only those in view, and lets go of the end while the reader looks further up. */
export function LogView({ lines, shownAs, follow }: LogViewProps) {
  const { t } = useI18n();
  const scroller = useRef<HTMLDivElement>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 40,
  });
  const toEnd = () => scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  useEffect(() => {
    if (follow && isAtEnd) {
      toEnd();
    }
  }, [lines, follow, isAtEnd]);
  const onScroll = () => {
    const box = scroller.current;
    setAtEnd(box === null || box.scrollHeight - box.scrollTop - box.clientHeight < NEAR);
  };
  return (
    <div className="gantry-log-frame">
      <div className="gantry-log" ref={scroller} onScroll={onScroll} tabIndex={0} role="log" data-testid="log">
        <div className="gantry-log-lines" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const line = lines[index];
            return (
              <div key={index} className="gantry-log-line" style={{ transform: `translateY(${start}px)` }}>
                {line && shownAs(line)}
              </div>
            );
          })}
        </div>
      </div>
      {!isAtEnd && (
        <Button className="gantry-log-end" variant="primary" size="sm" icon={<ArrowDownIcon />} onClick={toEnd}>
          {t('logs.toEnd')}
        </Button>
      )}
    </div>
  );
}
