/** A call as a form: who calls, which transaction, its parameters as its metadata describes them, and the answer. */
import { useMemo, useState } from 'react';
import type { ContractTransaction } from '../../contracts/contract-metadata.ts';
import { useText } from '../../i18n/text-context.tsx';
import { useLab, useLink } from '../../link/react/lab-context.tsx';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { CallAnswer } from './CallAnswer.tsx';
import { CallerFields } from './CallerFields.tsx';
import { argumentOf, flawOf, startOf, transientOf } from './call-values.ts';
import type { ContractWorkshopProps } from './workshop.ts';
import { FreeCall, TransactionFields, TransientField } from './CallFields.tsx';
import { sourceBehind } from './contract-folders.ts';
import { namesInSource } from './parameter-names.ts';
import { TransactionChoice } from './TransactionChoice.tsx';
import { type Call, type Calling, useCall, useCaller } from './use-call.ts';
import { useContracts } from './use-contracts.ts';
import { type Asked, type MetadataState, useMetadata } from './use-metadata.ts';

interface CallPageProps extends ContractWorkshopProps {
  readonly chaincode: string | null;
  readonly onEdit: () => void;
}

/** Texts by field: `<call> <index>` for a parameter, and what the free form holds. */
type Values = Readonly<Record<string, string>>;
const FREE = { function: 'function', args: 'args' } as const;

const transactionsOf = (state: MetadataState): readonly ContractTransaction[] =>
  state.status === 'ready' ? state.metadata.contracts.flatMap(({ transactions }) => transactions) : [];

/** null while a field says what cannot be sent. */
function callOf(transaction: ContractTransaction | undefined, values: Values, transient: string): Call | null {
  const given = { transient: transientOf(transient) };
  if (transaction === undefined) {
    const name = values[FREE.function] ?? '';
    const args = (values[FREE.args] ?? '').split('\n').filter((line) => line !== '');
    return name.trim() === '' ? null : { function: name.trim(), args, ...given };
  }
  const texts = transaction.parameters.map(({ schema }, index) => ({
    schema,
    text: values[`${transaction.call} ${index}`] ?? startOf(schema),
  }));
  if (texts.some(({ schema, text }) => flawOf(schema, text) !== null)) return null;
  return { function: transaction.call, args: texts.map(({ schema, text }) => argumentOf(schema, text)), ...given };
}

/** The names the source gives the parameters of each transaction. */
function useSourceNames(chaincode: string): (transaction: string) => readonly string[] | null {
  const recording = useLink((state) => state.recording);
  const contracts = useContracts();
  return useMemo(() => {
    const source = recording === null ? null : sourceBehind(recording, chaincode, Infinity);
    const contract = contracts?.find(({ name }) => name === source);
    const folder = contract?.known ?? (contract?.own === null ? undefined : contract?.folder);
    return (transaction) => (folder === undefined ? null : namesInSource(folder, transaction));
  }, [recording, contracts, chaincode]);
}

/** What is asked of the chaincode chosen; null when none is in force. */
function askedOf(calling: Calling | null): Asked | null {
  if (calling === null) return null;
  const { client, identity, channel, chaincode } = calling.caller;
  const inForce = calling.chaincodes.find(({ name }) => name === chaincode);
  return inForce === undefined ? null : { client, identity, channel, chaincode, sequence: inForce.sequence };
}

export function CallPage({ chaincode, onEdit, onWatch }: CallPageProps) {
  const t = useText();
  const calling = useCaller(chaincode);
  const asked = askedOf(calling);
  const { state, give } = useCall();
  if (calling === null) return <p className="panel-empty">{t('panels.loading')}</p>;
  if (asked === null) {
    return (
      <div className="panel-empty">
        <p>{t('contract.call.nothing', { channel: calling.caller.channel })}</p>
        <Button onClick={onEdit}>{t('contract.call.edit')}</Button>
      </div>
    );
  }
  return (
    <div className="contract__page contract__page--form">
      <CallForm
        calling={calling}
        asked={asked}
        busy={state.type === 'calling'}
        onSend={(how, call) => void give(how, calling.caller, call)}
      />
      <CallAnswer {...{ state, onWatch }} />
    </div>
  );
}

interface CallFormProps {
  readonly calling: Calling;
  readonly asked: Asked;
  readonly busy: boolean;
  readonly onSend: (how: 'submit' | 'evaluate', call: Call) => void;
}

function CallForm({ calling, asked, busy, onSend }: CallFormProps) {
  const t = useText();
  const lab = useLab();
  const { state: metadata, askAgain } = useMetadata(asked);
  const namesOf = useSourceNames(asked.chaincode);
  const [chosen, setChosen] = useState<string | null>(null);
  const [values, setValues] = useState<Values>({});
  const [transient, setTransient] = useState('');
  const transactions = transactionsOf(metadata);
  const transaction = chosen === '' ? undefined : (transactions.find(({ call }) => call === chosen) ?? transactions[0]);
  const call = metadata.status === 'loading' ? null : callOf(transaction, values, transient);
  const reads = transaction?.submits === false;
  const send = (how: 'submit' | 'evaluate'): void => {
    if (call !== null && !busy) onSend(how, call);
  };
  const set = (field: string, text: string): void => setValues((before) => ({ ...before, [field]: text }));
  return (
    <form
      className="contract__form"
      onSubmit={(event) => {
        event.preventDefault();
        send(reads ? 'evaluate' : 'submit');
      }}
    >
      <CallerFields calling={calling} />
      <TransactionChoice state={metadata} chosen={transaction?.call ?? ''} onChoose={setChosen} onAgain={askAgain} />
      {metadata.status === 'loading' ? null : transaction === undefined ? (
        <FreeCall name={values[FREE.function] ?? ''} args={values[FREE.args] ?? ''} onChange={set} fields={FREE} />
      ) : (
        <TransactionFields
          key={transaction.call}
          transaction={transaction}
          names={namesOf(transaction.name)}
          textOf={(index, schema) => values[`${transaction.call} ${index}`] ?? startOf(schema)}
          onChange={(index, text) => set(`${transaction.call} ${index}`, text)}
        />
      )}
      <TransientField text={transient} onChange={setTransient} />
      {lab.wouldFork() ? <Notice tone="warn">{t('shell.do.fork')}</Notice> : null}
      <div className="contract__file-tools contract__send">
        <Button tone={reads ? 'primary' : 'plain'} disabled={call === null || busy} onClick={() => send('evaluate')}>
          {t('contract.call.evaluate')}
        </Button>
        <Button tone={reads ? 'plain' : 'primary'} disabled={call === null || busy} onClick={() => send('submit')}>
          {t('contract.call.submit')}
        </Button>
      </div>
      <p className="contract__hint">{t('contract.call.difference')}</p>
    </form>
  );
}
