/** What stands in place of a thing that is not here: it is being fetched, or there is none at this moment. */
import { useText } from '../../i18n/text-context.tsx';
import { Pending } from '../../ui/Pending.tsx';
import type { InsideState, InsideType } from '../../link/react/use-inside.ts';

export function Waiting({ state }: { readonly state: InsideState<InsideType> }) {
  const t = useText();
  if (state.status !== 'refused') return <Pending>{t('inside.loading')}</Pending>;
  const { code, params } = state.refusal;
  const key = `errors.${code}`;
  return (
    <div className="thing-absent">
      <p>{t('things.absent')}</p>
      <p className="inside-note">{t.has(key) ? t(key, params) : code}</p>
    </div>
  );
}
