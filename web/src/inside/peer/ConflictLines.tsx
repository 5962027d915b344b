/** A line from a transaction that lost to the key it lost by. Decoration: the words of both say the same. */
import { useCallback, useLayoutEffect, useState } from 'react';
import type { RefObject } from 'react';
import { rowId } from './key-text.ts';
import { conflictKey, type StatePicture } from './state-picture.ts';
import type { BlockPicture } from './validation-picture.ts';

interface Props {
  readonly columns: RefObject<HTMLElement | null>;
  readonly state: StatePicture;
  readonly block: BlockPicture | null;
}

/** From the right end of the row to the left edge of the card, where they stand beside each other. */
function lineBetween(box: DOMRect, row: DOMRect, card: DOMRect): string | null {
  const [x1, x2] = [row.right - box.left + 4, card.left - box.left];
  if (x2 < x1 || x2 - x1 > 160) return null;
  const [y1, y2] = [row.top - box.top + row.height / 2, card.top - box.top + card.height * 0.65];
  const middle = (x1 + x2) / 2;
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
}

export function ConflictLines({ columns, state, block }: Props) {
  const [lines, setLines] = useState<readonly string[]>([]);
  const measure = useCallback(() => {
    const element = columns.current;
    if (element === null) return;
    const box = element.getBoundingClientRect();
    const rectOf = (selector: string) => element.querySelector(selector)?.getBoundingClientRect() ?? null;
    const found = (block?.transactions ?? []).flatMap((transaction) => {
      const key = conflictKey(transaction);
      if (key === null) return [];
      const row = rectOf(`[data-key="${CSS.escape(rowId(key.namespace, key.key))}"]`);
      const card = rectOf(`[data-tx="${String(transaction.index)}"]`);
      const line = row === null || card === null ? null : lineBetween(box, row, card);
      return line === null ? [] : [line];
    });
    setLines((before) => (before.join() === found.join() ? before : found));
  }, [columns, block]);
  // After every drawing of the columns: rows come and go, and cards grow.
  useLayoutEffect(measure, [measure, state]);
  useLayoutEffect(() => {
    const element = columns.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [columns, measure]);
  return (
    <svg className="peer-lines" aria-hidden="true">
      {lines.map((line) => (
        <path key={line} d={line} />
      ))}
    </svg>
  );
}
