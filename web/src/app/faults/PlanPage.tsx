/** Faults laid down for later: a table of when, what, where and until when. */
import { useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useLab, useLink, useWorldView } from '../../link/react/lab-context.tsx';
import type { Command } from '../../sim/protocol/commands.ts';
import type { PlannedFault } from '../../sim/protocol/commands.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { WorldView } from '../../view/world-model.ts';
import { PlanTable } from './PlanTable.tsx';
import { faultOf, type PlanRow, type Preset, presetRows, problemOf, rowOf, secondsText } from './plan-rows.ts';

const PRESETS: readonly Preset[] = ['leader', 'flaky', 'rolling'];
const NOTHING: readonly PlannedFault[] = [];

/** When a command given now takes effect. */
function useActingTime(): { readonly now: number; readonly forks: boolean } {
  const lab = useLab();
  const [acting] = useState(() => {
    const { time } = lab.playhead.store.getState();
    const forks = lab.wouldFork();
    return { forks, now: forks ? time : Math.max(time, lab.link.store.getState().horizon) };
  });
  return acting;
}

/** What is planned and has not happened at the playhead. */
function usePending(world: WorldView): readonly PlannedFault[] {
  const { entries, recording } = useLab().link.store.getState();
  for (let seq = world.seq; seq >= 0; seq--) {
    const fact = entries[seq]?.fact;
    if (fact?.type !== 'commandGiven' || fact.command !== 'planFaults') continue;
    const command = recording?.commands[fact.index]?.command;
    return command?.type === 'planFaults' ? command.faults : NOTHING;
  }
  return NOTHING;
}

export function PlanPage({ onGive }: { readonly onGive: (command: Command) => void }) {
  const world = useWorldView();
  return world === null ? null : <Filled world={world} onGive={onGive} />;
}

function Filled({ world, onGive }: { readonly world: WorldView; readonly onGive: (command: Command) => void }) {
  const t = useText();
  const { now, forks } = useActingTime();
  const channels = useLink((state) => state.recording?.topology.channels) ?? [];
  const names = channels.map(({ id }) => id);
  const pending = usePending(world).filter(({ at }) => at >= now);
  const kept = pending.filter((fault) => rowOf(fault) === null);
  const [rows, setRows] = useState<readonly PlanRow[]>(() => pending.flatMap((fault) => rowOf(fault) ?? []));
  const problems = rows.map((row) => problemOf(row, now));
  const wrong = problems.findIndex((problem) => problem !== null);
  const stand = Object.values(world.nodes).find(({ info }) => info.role === 'orderer')?.info.id ?? '';
  const add = (): void => {
    const when = String(Math.ceil(now / 1_000_000) + 3);
    const last = rows.at(-1);
    setRows([
      ...rows,
      {
        when,
        what: 'crashNode',
        target: last?.target ?? stand,
        to: '',
        amount: '',
        groups: [],
        choice: null,
        until: '',
      },
    ]);
  };
  const seconds = secondsText(Math.ceil(now / 1_000) * 1_000);
  return (
    <div className="faults">
      <p>{t('faults.plan.intro')}</p>
      {forks ? <Notice tone="warn">{t('faults.plan.forks')}</Notice> : null}
      <div className="faults__row" role="group" aria-label={t('faults.plan.presets')}>
        {PRESETS.map((preset) => (
          <Button key={preset} onClick={() => setRows([...rows, ...presetRows(preset, world, names, now)])}>
            {t(`faults.plan.preset.${preset}`)}
          </Button>
        ))}
      </div>
      <PlanTable rows={rows} problems={problems} world={world} channels={names} onChange={setRows} />
      {kept.length > 0 && <p className="faults__hint">{t('faults.plan.kept', { count: kept.length })}</p>}
      <p className="faults__hint">{t('faults.plan.now', { now: seconds })}</p>
      {wrong >= 0 && (
        <Notice tone="warn">{t(`faults.plan.${problems[wrong] ?? 'late'}`, { row: wrong + 1, now: seconds })}</Notice>
      )}
      <div className="faults__row">
        <Button onClick={add}>{t('faults.plan.add')}</Button>
        {rows.length > 0 && <Button onClick={() => setRows([])}>{t('faults.plan.clear')}</Button>}
        <Button
          tone="primary"
          disabled={wrong >= 0 || (rows.length === 0 && pending.length === 0)}
          onClick={() => onGive({ type: 'planFaults', faults: [...kept, ...rows.map((row) => faultOf(row, stand))] })}
        >
          {t('faults.plan.give')}
        </Button>
      </div>
    </div>
  );
}
