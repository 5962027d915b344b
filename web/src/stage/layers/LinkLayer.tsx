/** The lines between nodes as something to press, and what is wrong with a link in a sign and a word on its line. */
import { type MouseEvent, useMemo } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { svgOf } from '../../view/edge-path.ts';
import { linkWord } from '../../view/faults.ts';
import type { Point } from '../../view/geometry.ts';
import { LINK_SIGNS, type LinkLine, linkLines, linkWordPlaces } from '../../view/link-words.ts';
import type { StagePaths } from '../../view/stage-paths.ts';
import type { LinkTrouble } from '../../view/world-model.ts';
import { linkText } from '../fault-text.ts';
import { linkKey, useStage, useStageStore } from '../stage-store.tsx';

export function LinkLayer({ paths }: { readonly paths: StagePaths }) {
  // As text, so that the selector's value is equal while no line changes.
  const text = useStage(({ world }) => JSON.stringify(linkLines(world)));
  const lines = useMemo(() => JSON.parse(text) as readonly LinkLine[], [text]);
  const places = useMemo(() => linkWordPlaces(lines, paths), [lines, paths]);
  return (
    <>
      <svg className="stage-links stage-underlay" aria-hidden="true">
        {lines.map((line) => (
          <LinkHit key={`${line.from} ${line.to}`} line={line} paths={paths} />
        ))}
      </svg>
      <div className="stage-underlay stage-link-words">
        {lines.map((line) => {
          const place = places.get(line);
          if (line.trouble === null || place === undefined) return null;
          return <LinkLabel key={`${line.from} ${line.to}`} line={line} trouble={line.trouble} place={place} />;
        })}
      </div>
    </>
  );
}

interface LineProps {
  readonly line: LinkLine;
  readonly paths: StagePaths;
}

/** Opens the menu of a link where it was pressed. */
function useLinkMenu({ from, to }: LinkLine): (event: MouseEvent<Element>) => void {
  const store = useStageStore();
  return (event) => {
    const stage = event.currentTarget.closest('.stage')?.getBoundingClientRect();
    const own = event.currentTarget.getBoundingClientRect();
    if (stage === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    // A key press has no place of its own.
    const isPointed = event.clientX !== 0 || event.clientY !== 0;
    const x = (isPointed ? event.clientX : own.left + own.width / 2) - stage.left;
    const y = (isPointed ? event.clientY : own.bottom) - stage.top;
    store.setState({ menu: { node: from, to, x, y } });
  };
}

/** Wide and unseen, under the thin line. By keyboard the same menu opens from a node's menu. */
function LinkHit({ line, paths }: LineProps) {
  const open = useLinkMenu(line);
  const path = paths.between(line.from, line.to);
  const isSelected = useStage(({ selectedLink }) => selectedLink === linkKey(line.from, line.to));
  if (path === null) return null;
  return (
    <path
      className={isSelected ? 'stage-link-hit is-selected' : 'stage-link-hit'}
      data-link={`${line.from} ${line.to}`}
      d={svgOf(path)}
      onClick={open}
      onContextMenu={open}
    />
  );
}

interface LabelProps {
  readonly line: LinkLine;
  readonly trouble: LinkTrouble;
  readonly place: Point;
}

function LinkLabel({ line, trouble, place }: LabelProps) {
  const t = useText();
  const open = useLinkMenu(line);
  const nameOf = useNames();
  const { x, y } = place;
  const what = linkText(t, trouble);
  const ends = { from: nameOf(trouble.from), to: nameOf(trouble.to) };
  const direction = trouble.oneWay ? ` → ${ends.to}` : '';
  return (
    <button
      type="button"
      className={`stage-link-word is-${linkWord(trouble)} nodrag nopan`}
      style={{ left: x, top: y }}
      aria-label={t('faults.link.name', { ...ends, what: `${what}${direction}` })}
      onClick={open}
      onContextMenu={open}
    >
      <svg width="11" height="11" viewBox="0 0 11 11" aria-hidden="true">
        <path d={LINK_SIGNS[linkWord(trouble)]} />
      </svg>
      {what}
      {direction}
    </button>
  );
}

function useNames(): (node: string) => string {
  const store = useStageStore();
  return (node) => store.getState().world.nodes[node]?.info.shortName ?? node;
}
