/** The lines between nodes as something to press, and what is wrong with a link in a sign and a word on its line. */
import { type MouseEvent, useMemo } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import type { Translate } from '../../i18n/translate.ts';
import { pointAlong, svgOf } from '../../view/edge-path.ts';
import { type LinkWord, linkWord, poorness } from '../../view/faults.ts';
import type { Point } from '../../view/geometry.ts';
import { routesOf } from '../../view/routes.ts';
import type { StagePaths } from '../../view/stage-paths.ts';
import type { LinkTrouble, WorldView } from '../../view/world-model.ts';
import { useStage, useStageStore } from '../stage-store.tsx';

interface Line {
  readonly from: string;
  readonly to: string;
  readonly trouble: LinkTrouble | null;
}

const troubleOf = ({ links }: WorldView, from: string, to: string): LinkTrouble | null =>
  links[`${from}>${to}`] ?? links[`${to}>${from}`] ?? null;

/** A node whose links are all poor says so on its card. */
const toldOnCard = (world: WorldView, node: string): boolean => poorness(world, node) !== null;

/** As text, so that the selector's value is equal while no line changes. */
const linesText = (world: WorldView): string =>
  JSON.stringify(
    routesOf(world).map(({ from, to }) => {
      const trouble = troubleOf(world, from, to);
      const isTold = trouble !== null && (toldOnCard(world, from) || toldOnCard(world, to));
      return { from, to, trouble: isTold ? null : trouble };
    }),
  );

/** Where on its line a word stands: the middle, or where it covers no other word. */
const SHARES = [0.5, 0.36, 0.64, 0.24, 0.76] as const;
const WORD = { width: 112, height: 26 } as const;

function placesOf(lines: readonly Line[], paths: StagePaths): ReadonlyMap<Line, Point> {
  const places = new Map<Line, Point>();
  const isFree = ({ x, y }: Point): boolean =>
    [...places.values()].every((other) => Math.abs(other.x - x) > WORD.width || Math.abs(other.y - y) > WORD.height);
  for (const line of lines) {
    const path = line.trouble === null ? null : paths.between(line.from, line.to);
    if (path === null) continue;
    const share = SHARES.find((candidate) => isFree(pointAlong(path, candidate))) ?? SHARES[0];
    places.set(line, pointAlong(path, share));
  }
  return places;
}

const SIGNS: Readonly<Record<LinkWord, string>> = {
  cut: 'M2 2l7 7M9 2l-7 7',
  lossy: 'M1 5.500h2M5 5.500h1M8.500 5.500h1.500',
  slow: 'M5.500 1.500a4 4 0 1 0 .01 0M5.500 3.500v2.200l1.600 1',
  poor: 'M5.500 1.500l4.500 8h-9zM5.500 4.500v2.200M5.500 8v.3',
};

export function wordOf(t: Translate, trouble: Pick<LinkTrouble, 'up' | 'loss' | 'latencyFactor'>): string {
  const params = { percent: Math.round(trouble.loss * 100), factor: trouble.latencyFactor };
  return t(`faults.word.${linkWord(trouble)}`, params);
}

export function LinkLayer({ paths }: { readonly paths: StagePaths }) {
  const text = useStage(({ world }) => linesText(world));
  const lines = useMemo(() => JSON.parse(text) as readonly Line[], [text]);
  const places = useMemo(() => placesOf(lines, paths), [lines, paths]);
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
  readonly line: Line;
  readonly paths: StagePaths;
}

/** Opens the menu of a link where it was pressed. */
function useLinkMenu({ from, to }: Line): (event: MouseEvent<Element>) => void {
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
  if (path === null) return null;
  return (
    <path
      className="stage-link-hit"
      data-link={`${line.from} ${line.to}`}
      d={svgOf(path)}
      onClick={open}
      onContextMenu={open}
    />
  );
}

interface LabelProps {
  readonly line: Line;
  readonly trouble: LinkTrouble;
  readonly place: Point;
}

function LinkLabel({ line, trouble, place }: LabelProps) {
  const t = useText();
  const open = useLinkMenu(line);
  const nameOf = useNames();
  const { x, y } = place;
  const what = wordOf(t, trouble);
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
        <path d={SIGNS[linkWord(trouble)]} />
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
