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

function RibbonLines({ ribbon }: { readonly ribbon: Ribbon }) {
  const pattern = `stage-ribbon is-pattern-${ribbon.index % 3}`;
  return (
    <g className={pattern}>
      {ribbon.stubs.map((stub) => (
        <path key={stub.node} className="stage-ribbon-stub" d={line(stub.points)} />
      ))}
      {ribbon.trunks.map((trunk) => (
        <path key={line(trunk.points)} className="stage-ribbon-trunk" d={line(trunk.points)} />
      ))}
    </g>
  );
}

function RibbonLabel({ ribbon }: { readonly ribbon: Ribbon }) {
  const t = useText();
  const { x, y, width, height } = ribbon.label;
  return (
    <span className="stage-ribbon-label" style={{ left: x + width / 2, top: y + height / 2 }}>
      {t('stage.ribbon.label', { channel: ribbon.channel })}
    </span>
  );
}
