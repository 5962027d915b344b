/** What is broken now, each with a click to mend it, and all of it with one. */
import { useText } from '../../i18n/text-context.tsx';
import { useWorldView } from '../../link/react/lab-context.tsx';
import type { Command } from '../../sim/protocol/commands.ts';
import { FaultItems } from '../../stage/FaultItems.tsx';
import { Button } from '../../ui/Button.tsx';
import { faultsOf, healAll } from '../../view/faults.ts';

interface Props {
  readonly onGive: (command: Command) => void;
  readonly onGiveAll: (commands: readonly Command[]) => void;
}

export function NowPage({ onGive, onGiveAll }: Props) {
  const t = useText();
  const world = useWorldView();
  const faults = world === null ? [] : faultsOf(world);
  const all = healAll(faults);
  if (world === null || faults.length === 0)
    return (
      <div className="faults faults--empty">
        <p>{t('faults.none')}</p>
        <p className="faults__hint">{t('faults.noneHint')}</p>
      </div>
    );
  return (
    <div className="faults">
      <FaultItems className="faults__list" faults={faults} world={world} onHeal={onGive} />
      {all.length > 0 && (
        <Button tone="primary" onClick={() => onGiveAll(all)}>
          {t('faults.healAll')}
        </Button>
      )}
    </div>
  );
}
