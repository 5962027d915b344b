/** The channels as ribbons under the cards of their members, each with its own pattern and its name. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useText } from '../../i18n/text-context.tsx';
import type { Point } from '../../view/geometry.ts';
import type { StageLayout } from '../../view/layout.ts';
import { type Ribbon, ribbonsOf } from '../../view/ribbons.ts';
import type { WorldView } from '../../view/world-model.ts';
import type { StageStore } from '../stage-store.tsx';

const line = (points: readonly Point[]): string =>
  points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('');

/** `channel=peer,peer;…`: a string, so that the selector's value is equal while nobody joins. */
function membership(world: WorldView, channels: readonly string[]): string {
  const peers = Object.values(world.nodes).filter((node) => node.info.role === 'peer');
  return channels
    .map((channel) => `${channel}=${peers.flatMap((peer) => (peer.channels[channel] ? [peer.info.id] : [])).join(',')}`)
    .join(';');
}

/** The ribbons of the channels that have members on the stage now. */
export function useRibbons(layout: StageLayout, channels: readonly string[], store: StageStore): readonly Ribbon[] {
  const members = useStore(store, (state) => membership(state.world, channels));
  return useMemo(() => {
    const parsed = members.split(';').map((entry) => entry.split('='));
    return ribbonsOf(
      layout,
      parsed.map(([channel = '', peers = '']) => ({ channel, members: peers === '' ? [] : peers.split(',') })),
    );
  }, [layout, members]);
}

export function RibbonLayer({ ribbons }: { readonly ribbons: readonly Ribbon[] }) {
  return (
    <svg className="stage-ribbons stage-underlay" aria-hidden="true">
      {ribbons.map((ribbon) => (
        <RibbonLines key={ribbon.channel} ribbon={ribbon} />
      ))}
    </svg>
  );
}

/** Names of the channels, above all lines. */
export function RibbonNames({ ribbons }: { readonly ribbons: readonly Ribbon[] }) {
  return (
    <div className="stage-underlay">
      {ribbons.map((ribbon) => (
        <RibbonLabel key={ribbon.channel} ribbon={ribbon} />
      ))}
    </div>
  );
}

const BEND = 12;

/** A stub that meets its trunk at an end bends into it; one in the middle just stands on it. */
function stubLine(points: readonly Point[], { trunks: [trunk] }: Ribbon): string {
  const foot = points.at(-1);
  const above = points.at(-2);
  const [start, end] = trunk?.points ?? [];
  if (!foot || !above || !start || !end || start.y !== foot.y || end.x - start.x < 4 * BEND) return line(points);
  const inward = foot.x === start.x ? 1 : foot.x === end.x ? -1 : 0;
  if (inward === 0 || foot.y - above.y < BEND) return line(points);
  const upTo = [...points.slice(0, -1), { x: foot.x, y: foot.y - BEND }];
  return `${line(upTo)}Q${String(foot.x)} ${String(foot.y)} ${String(foot.x + inward * BEND)} ${String(foot.y)}`;
}

/** The trunk without the ends that bend upwards. */
function trunkLine(points: readonly Point[], ribbon: Ribbon): string {
  const [start, end] = points;
  const isFirst = points === ribbon.trunks[0]?.points;
  if (!isFirst || !start || !end || end.x - start.x < 4 * BEND) return line(points);
  return line([
    { ...start, x: start.x + BEND },
    { ...end, x: end.x - BEND },
  ]);
}

const isOuter = (points: readonly Point[], { trunks: [trunk] }: Ribbon): boolean => {
  const foot = points.at(-1);
  const ends = trunk?.points ?? [];
  return foot !== undefined && ends.some(({ x, y }) => x === foot.x && y === foot.y);
};

function RibbonLines({ ribbon }: { readonly ribbon: Ribbon }) {
  const pattern = `stage-ribbon is-pattern-${String(ribbon.index % 4)}`;
  const paths = (
    <>
      {ribbon.stubs.map((stub) => (
        <path
          key={stub.node}
          className={isOuter(stub.points, ribbon) ? 'stage-ribbon-stub is-outer' : 'stage-ribbon-stub'}
          d={stubLine(stub.points, ribbon)}
        />
      ))}
      {ribbon.trunks.map((trunk) => (
        <path key={line(trunk.points)} className="stage-ribbon-trunk" d={trunkLine(trunk.points, ribbon)} />
      ))}
    </>
  );
  return (
    <g className={pattern}>
      <g className="stage-ribbon-edge">{paths}</g>
      <g>{paths}</g>
    </g>
  );
}

function RibbonLabel({ ribbon }: { readonly ribbon: Ribbon }) {
  const t = useText();
  const { x, y, width, height } = ribbon.label;
  // Seen from far a name is wider than its place: it grows inwards.
  const isRight = ribbon.index % 2 === 1;
  return (
    <span
      className={isRight ? 'stage-ribbon-label is-right' : 'stage-ribbon-label'}
      style={{ left: isRight ? x + width : x, top: y + height / 2 }}
    >
      {t('stage.ribbon.label', { channel: ribbon.channel })}
    </span>
  );
}
