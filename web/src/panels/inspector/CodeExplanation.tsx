/** Why a code or an error came and what to do about it. */
import { useText } from '../../i18n/text-context.tsx';
import { CodeBadge } from '../CodeBadge.tsx';
import type { Explanation } from './explanations.ts';

export function CodeExplanation({ explanation }: { readonly explanation: Explanation }) {
  const t = useText();
  const { layer } = explanation;
  const cause =
    explanation.type === 'code'
      ? t(`panels.code.${explanation.name}.cause`)
      : t(`panels.error.${explanation.name}.cause`);
  const remedy =
    explanation.type === 'code'
      ? t(`panels.code.${explanation.name}.remedy`)
      : t(`panels.error.${explanation.name}.remedy`);
  return (
    <section className={`explanation explanation--${explanation.name === 'VALID' ? 'good' : 'bad'}`}>
      {explanation.type === 'code' ? <CodeBadge code={explanation.name} /> : null}
      <p className="explanation__layer">{t('panels.explained.layer', { layer: t(`panels.layer.${layer}`) })}</p>
      <p>{cause}</p>
      <p>
        <strong>{t('panels.explained.remedy')}</strong> {remedy}
      </p>
    </section>
  );
}
