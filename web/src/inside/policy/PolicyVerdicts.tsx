/** Policies with their verdicts as a list, each a way into its tree. */
import { useText } from '../../i18n/text-context.tsx';
import type { PolicyPicture } from '../../panels/lab-types.ts';
import { elementText, failedFirst, missingText } from '../../panels/inspector/policy-words.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Sheet } from '../thing/Sheet.tsx';

interface PolicyVerdictsProps {
  readonly policies: readonly PolicyPicture[];
  readonly onOpen: (name: string) => void;
}

export function PolicyVerdicts({ policies, onOpen }: PolicyVerdictsProps) {
  const t = useText();
  if (policies.length === 0) return null;
  return (
    <Sheet title={t('inspector.policy.title')} area="policies">
      <ul className="thing-cards">
        {failedFirst(policies).map((picture, index) => (
          <li key={index}>
            <button
              type="button"
              className="thing-card"
              data-tone={picture.satisfied ? 'good' : 'bad'}
              onClick={() => onOpen(picture.name)}
            >
              <span className="thing-card__head">
                <strong>{t(`inspector.policy.purpose.${picture.purpose}`)}</strong>
                <Badge tone={picture.satisfied ? 'good' : 'bad'}>
                  {t(picture.satisfied ? 'inspector.policy.yes' : 'inspector.policy.no')}
                </Badge>
              </span>
              <span className="thing-card__line mono">
                {picture.name}
                {picture.element === null ? '' : ` · ${elementText(picture.element)}`}
              </span>
              {picture.satisfied ? null : (
                <span className="thing-card__line bad">
                  {t('inspector.policy.missing', { what: missingText(t, picture.tree) })}
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
