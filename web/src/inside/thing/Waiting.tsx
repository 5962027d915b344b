/** What stands in place of a thing that is not here: it is being fetched, or there is none at this moment. */
import { useText } from '../../i18n/text-context.tsx';
import { Pending } from '../../ui/Pending.tsx';
import { useTrace } from '../../link/react/lab-context.tsx';
import { shortNames } from '../../view/network.ts';
import type { InsideState, InsideType } from '../../link/react/use-inside.ts';

export function Waiting({ state }: { readonly state: InsideState<InsideType> }) {
  const t = useText();
  const trace = useTrace();
  if (state.status !== 'refused') return <Pending>{t('inside.loading')}</Pending>;
  const { code } = state.refusal;
  const { node } = state.refusal.params;
  // Nodes are called here as everywhere inside.
  const isNamed = trace !== null && typeof node === 'string';
  const params = isNamed ? { ...state.refusal.params, node: shortNames(trace.topology)(node) } : state.refusal.params;
  const key = `errors.${code}`;
  return (
    <div className="thing-absent">
      <p>{t(code === 'blockInSnapshot' ? 'things.absentHere' : 'things.absent')}</p>
      <p className="inside-note">{t.has(key) ? t(key, params) : code}</p>
    </div>
  );
}
