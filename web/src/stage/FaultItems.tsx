/** What is broken, a line each, with a click to mend what one command mends. */
import { useText } from '../i18n/text-context.tsx';
import type { Command } from '../sim/protocol/commands.ts';
import { Button } from '../ui/Button.tsx';
import { type Fault, healingOf } from '../view/faults.ts';
import type { WorldView } from '../view/world-model.ts';
import { faultText } from './fault-text.ts';

interface Props {
  readonly faults: readonly Fault[];
  readonly world: WorldView;
  readonly className?: string;
  readonly onHeal: (command: Command) => void;
}

export function FaultItems({ faults, world, className, onHeal }: Props) {
  const t = useText();
  return (
    <ul className={className}>
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
              <Button aria-label={t('faults.healIt', { what: text })} onClick={() => onHeal(healing)}>
                {t('faults.heal')}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
