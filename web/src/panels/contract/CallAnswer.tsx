/** What came of the last call, in words, and the way to see how it came about. */
import { explanationBy } from '../../explain/entries.ts';
import { explainError } from '../../explain/find-explanations.ts';
import { refusalText } from '../../i18n/refusal-text.ts';
import { useText } from '../../i18n/text-context.tsx';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { CodeBadge } from '../CodeBadge.tsx';
import { CodeExplanation } from '../inspector/CodeExplanation.tsx';
import type { Selection } from '../selection.ts';
import type { CallOutcome } from './call-outcome.ts';
import { readable } from './call-values.ts';
import type { ContractWorkshopProps } from './workshop.ts';
import type { CallState } from './use-call.ts';

type CallAnswerProps = Pick<ContractWorkshopProps, 'onWatch'> & { readonly state: CallState };

export function CallAnswer({ state, onWatch }: CallAnswerProps) {
  const t = useText();
  return (
    <section className="contract__answer" aria-live="polite" aria-label={t('contract.answer')}>
      <h3>{t('contract.answer')}</h3>
      {state.type === 'idle' ? <p className="panel-note">{t('contract.answer.none')}</p> : null}
      {state.type === 'calling' ? <p>{t(`contract.answer.${state.how}`)}</p> : null}
      {state.type === 'refused' ? (
        <Notice tone="bad">{t('shell.do.refused', { text: refusalText(t, state.refusal) })}</Notice>
      ) : null}
      {state.type === 'ended' ? (
        <>
          <p className="mono contract__call">{`${state.call.function}(${state.call.args.join(', ')})`}</p>
          <Outcome outcome={state.outcome} />
          <div className="contract__file-tools">
            <Button onClick={() => onWatch(null, selectionOf(state.outcome))}>{t('contract.answer.inspect')}</Button>
            <Button icon="play" onClick={() => onWatch(state.at, selectionOf(state.outcome))}>
              {t('contract.watch')}
            </Button>
          </div>
        </>
      ) : null}
    </section>
  );
}

const selectionOf = (outcome: CallOutcome): Selection =>
  outcome.type === 'committed'
    ? { type: 'transaction', node: outcome.peer, channel: outcome.channel, txid: outcome.txid }
    : { type: 'entry', seq: outcome.seq };

function Outcome({ outcome }: { readonly outcome: CallOutcome }) {
  const t = useText();
  switch (outcome.type) {
    case 'answered':
      return (
        <>
          <p>{t('contract.answer.answered', { peer: outcome.peer })}</p>
          <Payload text={outcome.payload} />
        </>
      );
    case 'committed':
      return (
        <>
          <p>
            {t(outcome.code === 'VALID' ? 'contract.answer.valid' : 'contract.answer.invalid', {
              block: outcome.block,
            })}{' '}
            <CodeBadge code={outcome.code} />
          </p>
          <Payload text={outcome.payload} />
        </>
      );
    case 'failed': {
      const explanation = explainError(outcome.text) ?? explanationBy('chaincodeError');
      return (
        <Notice tone="bad">
          {t('contract.answer.failed')}
          <pre>{outcome.text}</pre>
          {explanation === null ? null : <CodeExplanation explanation={explanation} />}
        </Notice>
      );
    }
    case 'open':
      return <p>{t('contract.answer.open')}</p>;
  }
}

function Payload({ text }: { readonly text: string }) {
  const t = useText();
  if (text === '') return <p className="panel-note">{t('contract.answer.empty')}</p>;
  return (
    <pre className="contract__payload" tabIndex={0}>
      {readable(text)}
    </pre>
  );
}
