/** The channels as ribbons under the cards of their members, each with its own pattern and its name. */
import { type CSSProperties, useMemo } from 'react';
import { useStore } from 'zustand';
import { useText } from '../../i18n/text-context.tsx';
import type { StageLayout } from '../../view/layout.ts';
import { ribbonLines } from '../../view/ribbon-lines.ts';
import { type Ribbon, ribbonsOf } from '../../view/ribbons.ts';
import type { WorldView } from '../../view/world-model.ts';
import { openingMenu } from '../name-button.ts';
import { type StageStore, useStage, useStageStore } from '../stage-store.tsx';

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
        <RibbonLabel key={ribbon.channel} ribbon={ribbon} alone={ribbons.length === 1} />
      ))}
    </div>
  );
}

const CLASSES = {
  stub: 'stage-ribbon-stub',
  outer: 'stage-ribbon-stub is-outer',
  trunk: 'stage-ribbon-trunk',
} as const;

function RibbonLines({ ribbon }: { readonly ribbon: Ribbon }) {
  const pattern = `stage-ribbon is-pattern-${String(ribbon.index % 4)}`;
  const paths = ribbonLines(ribbon).map(({ part, d }) => <path key={d} className={CLASSES[part]} d={d} />);
  return (
    <g className={pattern}>
      <g className="stage-ribbon-edge" data-channel={ribbon.channel}>
        {paths}
      </g>
      <g data-channel={ribbon.channel}>{paths}</g>
    </g>
  );
}

interface LabelProps {
  readonly ribbon: Ribbon;
  /** There is no other name it could cover. */
  readonly alone: boolean;
}

function RibbonLabel({ ribbon, alone }: LabelProps) {
  const t = useText();
  const store = useStageStore();
  const hasMenu = useStage(({ named }) => named.channels);
  const isFull = useStage(({ detail }) => detail === 'full');
  const { x, y, width, height } = ribbon.label;
  // Seen from far a name is wider than its place: it grows inwards, and not beyond.
  const isRight = ribbon.index % 2 === 1;
  const named = {
    className: isRight ? 'stage-ribbon-label is-right' : 'stage-ribbon-label',
    style: {
      left: isRight ? x + width : x,
      top: y + height / 2,
      '--room': alone ? 'none' : `${String(width)}px`,
    } as CSSProperties,
  };
  const { channel } = ribbon;
  const text = t('stage.ribbon.label', { channel });
  const words = isFull ? text : channel;
  if (!hasMenu)
    return (
      <span {...named} title={isFull ? undefined : text}>
        {words}
      </span>
    );
  return (
    <button
      type="button"
      {...named}
      className={`${named.className} nodrag nopan`}
      title={isFull ? undefined : text}
      aria-label={text}
      data-channel={channel}
      aria-haspopup="menu"
      {...openingMenu(store, { channel })}
    >
      {words}
    </button>
  );
}
