import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { pieces } from './yaml';
import './yaml.css';

const LINE_HEIGHT = 20;

/** Coloured YAML with line numbers; renders only the lines in view. */
export function YamlView({ text }: { text: string }) {
  const lines = useMemo(() => text.replace(/\n$/, '').split('\n'), [text]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 30,
  });
  return (
    <div className="gantry-yaml-frame">
      <div className="gantry-yaml" ref={scroller} tabIndex={0}>
        <div className="gantry-yaml-lines" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => (
            <div key={index} className="gantry-yaml-line" style={{ transform: `translateY(${start}px)` }}>
              <span className="gantry-yaml-number">{index + 1}</span>
              <code>
                {pieces(lines[index] ?? '').map((piece, number) => (
                  <span key={number} className={`gantry-yaml-${piece.role}`}>
                    {piece.text}
                  </span>
                ))}
              </code>
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
