/** The transactions a chaincode says it has, and the way to call one it does not say. */
import { useId } from 'react';
import { refusalText } from '../../i18n/refusal-text.ts';
import { useText } from '../../i18n/text-context.tsx';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { MetadataState } from './use-metadata.ts';

interface TransactionChoiceProps {
  readonly state: MetadataState;
  /** `call` of the transaction; '' for one typed by name. */
  readonly chosen: string;
  readonly onChoose: (call: string) => void;
  /** Asks the chaincode once more. */
  readonly onAgain: () => void;
}

export function TransactionChoice({ state, chosen, onChoose, onAgain }: TransactionChoiceProps) {
  const t = useText();
  const id = useId();
  if (state.status === 'loading')
    return (
      <p className="contract__lead" role="status">
        {t('contract.call.asking')}
      </p>
    );
  if (state.status === 'refused')
    return (
      <Notice tone="warn">
        {t('contract.call.notAsked', { text: refusalText(t, state.refusal) })}{' '}
        <Button onClick={onAgain}>{t('contract.call.askAgain')}</Button>
      </Notice>
    );
  if (state.status === 'none')
    return (
      <Notice tone="warn">
        {t('contract.call.silent')}
        {state.text === '' ? null : <pre>{state.text}</pre>}
      </Notice>
    );
  return (
    <>
      <label htmlFor={id}>{t('contract.call.transaction')}</label>
      <select id={id} className="mono" value={chosen} onChange={(event) => onChoose(event.target.value)}>
        {state.metadata.contracts.map(({ name, transactions }) => (
          <optgroup key={name} label={name}>
            {transactions.map(({ call, name: own, submits }) => (
              <option key={call} value={call}>
                {submits === false ? t('contract.call.reads', { name: own }) : own}
              </option>
            ))}
          </optgroup>
        ))}
        <option value="">{t('contract.call.other')}</option>
      </select>
    </>
  );
}
