/**
 * What is broken now: how much, and on a press the list with one click to mend each. In words in the stage's upper left
 * corner; where something stands there, as a figure with the buttons at the right.
 */
import { useState } from 'react';
import { useText } from '../i18n/text-context.tsx';
import type { Command } from '../sim/protocol/commands.ts';
import { Button } from '../ui/Button.tsx';
import { faultsOf, healAll } from '../view/faults.ts';
import { FaultItems } from './FaultItems.tsx';
import { useStage } from './stage-store.tsx';
import './faults.css';

interface Props {
  /** A figure alone. */
  readonly isBrief: boolean;
  readonly onCommand: (command: Command) => void;
  readonly onFaults?: ((page: 'now' | 'partition' | 'plan') => void) | undefined;
}

export function FaultsNow({ isBrief, onCommand, onFaults }: Props) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const count = useStage(({ world }) => faultsOf(world).length);
  const planned = useStage(({ world }) => world.planned.filter(({ at }) => at > world.at).length);
  if (count === 0 && planned === 0) return null;
  const words = [count > 0 && t('faults.count', { count }), planned > 0 && t('faults.planned', { count: planned })]
    .filter(Boolean)
    .join(' · ');
  return (
    <div
      className={isBrief ? 'stage-faults is-brief' : 'stage-faults'}
      onKeyDown={(event) => event.code !== 'Escape' && event.stopPropagation()}
    >
      <button
        type="button"
        className={`stage-faults-pill${count === 0 ? ' is-planned' : ''}`}
        title={isBrief ? words : undefined}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <svg width="13" height="14" viewBox="0 0 13 14" aria-hidden="true">
          <path d="M7.5 1L2 8h4l-.7 5L11 6H7z" />
        </svg>
        {isBrief ? <span aria-hidden="true">{count > 0 ? count : planned}</span> : null}
        <span className={isBrief ? 'stage-hidden' : undefined}>{words}</span>
      </button>
      {open && <FaultList onCommand={onCommand} onFaults={onFaults} />}
    </div>
  );
}

function FaultList({ onCommand, onFaults }: Omit<Props, 'isBrief'>) {
  const t = useText();
  const world = useStage((state) => state.world);
  const faults = faultsOf(world);
  const all = healAll(faults);
  const [first] = all;
  return (
    <section className="stage-faults-list" aria-label={t('faults.page.now')}>
      {faults.length === 0 && <p>{t('faults.none')}</p>}
      <FaultItems faults={faults} world={world} onHeal={onCommand} />
      <div className="stage-faults-row">
        {all.length === 1 && faults.length > 1 && first !== undefined && (
          <Button onClick={() => onCommand(first)}>{t('faults.healAll')}</Button>
        )}
        {onFaults !== undefined && <Button onClick={() => onFaults('now')}>{t('faults.open')}</Button>}
      </div>
    </section>
  );
}
