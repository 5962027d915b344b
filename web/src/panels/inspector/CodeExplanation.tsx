/** Why a code or an error came and what to do about it. */
import type { Explanation } from '../../explain/entries.ts';
import { useText } from '../../i18n/text-context.tsx';
import { CodeBadge } from '../CodeBadge.tsx';
import { ExplainButton } from '../explain-context.tsx';

export function CodeExplanation({ explanation }: { readonly explanation: Explanation }) {
  const t = useText();
  const { id, layer, code, title } = explanation;
  return (
    <section className={`explanation explanation--${id === 'VALID' ? 'good' : 'bad'}`}>
      {code === null ? null : <CodeBadge code={code.name} />}
      <p className="explanation__layer">{t('panels.explained.layer', { layer: t(`explain.layer.${layer}`) })}</p>
      <p>{t(`explain.${id}.cause`)}</p>
      <p>
        <strong>{t('panels.explained.remedy')}</strong> {t(`explain.${id}.remedy`)}
      </p>
      <ExplainButton id={id} about={title} />
    </section>
  );
}
