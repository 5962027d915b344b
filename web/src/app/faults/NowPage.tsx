/** What is broken now, each with a click to mend it, and all of it with one. */
import { useText } from '../../i18n/text-context.tsx';
import { useWorldView } from '../../link/react/lab-context.tsx';
import type { Command } from '../../sim/protocol/commands.ts';
import { faultText } from '../../stage/fault-text.ts';
import { Button } from '../../ui/Button.tsx';
import { faultsOf, healAll, healingOf } from '../../view/faults.ts';

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
      <ul className="faults__list">
        {faults.map((fault) => {
          const text = faultText(t, fault, world);
          const healing = healingOf(fault);
          return (
            <li key={text}>
              <span>
                {text}
                {fault.type === 'tampered' && <small>{t('faults.now.tamperedHint')}</small>}
              </span>
              {healing !== null && (
                <Button aria-label={t('faults.healIt', { what: text })} onClick={() => onGive(healing)}>
                  {t('faults.heal')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {all.length > 0 && (
        <Button tone="primary" onClick={() => onGiveAll(all)}>
          {t('faults.healAll')}
        </Button>
      )}
    </div>
  );
}
