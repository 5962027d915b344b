/** A menu over the stage: where it stands, its keys, and how it closes. What is in it, `NodeMenu` and `LinkMenu` say. */
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { moveFocus } from '../ui/roving.ts';
import type { ViewSize } from '../view/fit-view.ts';
import type { Point } from '../view/geometry.ts';

interface Props {
  readonly label: string;
  readonly at: Point;
  readonly size: ViewSize;
  /** Changes when the entries are others: the first of them gets the focus. */
  readonly page: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

const WIDTH = 264;
const EDGE = 6;

export function StageMenu({ label, at, size, page, onClose, children }: Props) {
  /** Stands in the stage; the menu itself lies over everything, the narration too. */
  const stage = useRef<HTMLSpanElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const current = useRef(0);
  // Drawn first where nobody sees it: how tall it is and where the stage stands is known only then.
  const [height, setHeight] = useState(0);

  useLayoutEffect(() => setHeight(list.current?.offsetHeight ?? 0), [page]);
  useEffect(() => {
    current.current = 0;
    list.current?.querySelector('button')?.focus({ preventScroll: true });
  }, [page]);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    event.stopPropagation();
    if (event.code === 'Escape' || event.code === 'Tab') {
      event.preventDefault();
      onClose();
      return;
    }
    current.current = moveFocus(event, current.current) ?? current.current;
  };
  const within = (value: number, room: number): number => Math.max(EDGE, Math.min(value, room - EDGE));
  const corner = stage.current?.parentElement?.getBoundingClientRect();
  const place = {
    left: (corner?.left ?? 0) + within(at.x, size.width - WIDTH),
    top: (corner?.top ?? 0) + within(at.y, size.height - height),
  };
  return (
    <>
      <span ref={stage} hidden />
      {createPortal(
        <>
          <div
            className="stage-menu-ground"
            onPointerDown={onClose}
            onContextMenu={(event) => event.preventDefault()}
          />
          <div ref={list} className="stage-menu" role="menu" aria-label={label} style={place} onKeyDown={onKeyDown}>
            {children}
          </div>
        </>,
        document.body,
      )}
    </>
  );
}
