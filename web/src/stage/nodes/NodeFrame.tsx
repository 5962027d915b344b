/** What all cards share: focus, name for assistive technology, selection, dimming, how a crashed node looks. */
import type { CSSProperties, ReactNode } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import type { NodeId } from '../../sim/trace/facts.ts';
import { isIsolated, type NodeView } from '../../view/world-model.ts';
import { saysState, stateText } from '../fault-text.ts';
import { isDimmed, useStage } from '../stage-store.tsx';
import { PlainFace } from './PlainFace.tsx';

/** Custom properties of an organisation's colours; the sixth organisation begins again with the first's. */
export function orgStyle(orgIndex: number): CSSProperties {
  const name = orgIndex === 0 ? 'orderer' : `org${((orgIndex - 1) % 5) + 1}`;
  return { '--own': `var(--${name})`, '--own-t': `var(--${name}-t)` } as CSSProperties;
}

interface Props {
  readonly node: NodeView;
  readonly className: string;
  /** Said after role, name, organisation and state. */
  readonly details?: readonly string[];
  /** Its state in a word or two, for a card seen from far; whether it runs, when left out. */
  readonly brief?: string;
  /** What there was no room for, to whoever points at the card. */
  readonly hint?: string;
  readonly children: ReactNode;
}

export function NodeFrame({ node, className, details = [], brief, hint = '', children }: Props) {
  const t = useText();
  const { id, role, org, orgIndex, shortName, isDesk } = node.info;
  const selected = useStage((state) => state.selectedNode === id);
  const dimmed = useStage((state) => isDimmed(state, id));
  const tabStop = useStage((state) => state.tabStop === id);
  const isolated = useStage((state) => isIsolated(state.world, id));
  const troubled = useStage(({ world }) => saysState(world, node));
  const isFull = useStage(({ detail }) => detail === 'full');
  // Whose it is, its ground and its colour say; a client server stands on no ground.
  const plainName = role === 'client' && !isDesk ? shortName : (shortName.split('.')[0] ?? shortName);
  const state = useStage(({ world }) => stateText(t, world, node));
  const word = brief === undefined || node.life !== 'up' || isolated ? state : brief;
  const name = t('stage.node.name', { role: t(`stage.role.${isDesk ? 'admin' : role}`), node: shortName, org, state });
  const flags = [selected && 'is-selected', dimmed && 'is-dimmed', node.life === 'crashed' && 'is-crashed'];
  return (
    <div
      data-node={id}
      className={['stage-card', className, ...flags].filter(Boolean).join(' ')}
      style={orgStyle(orgIndex)}
      title={hint === '' ? undefined : hint}
    >
      {/* A button without words of its own: its name tells the whole card, in order, and the card is not read again. */}
      <div
        role="button"
        tabIndex={tabStop ? 0 : -1}
        aria-label={[name, ...details].join(', ')}
        aria-pressed={selected}
        className="stage-control"
      />
      <div className="stage-face" aria-hidden="true">
        {isFull ? children : <PlainFace role={isDesk ? 'admin' : role} name={plainName} word={word} />}
      </div>
      <Trouble node={node.life === 'crashed' ? id : null} text={state} show={troubled} />
    </div>
  );
}

/** Crashed or cut off, in words over the card's upper border. */
function Trouble({
  node,
  text,
  show,
}: {
  readonly node: NodeId | null;
  readonly text: string;
  readonly show: boolean;
}) {
  if (!show) return null;
  return (
    <span className="stage-trouble" aria-hidden="true">
      <svg width="9" height="9" viewBox="0 0 9 9" aria-hidden="true">
        <path d={node === null ? 'M1 4.500h2M6 4.500h2' : 'M1 1l7 7M8 1l-7 7'} stroke="currentColor" strokeWidth="2" />
      </svg>
      {text}
    </span>
  );
}
