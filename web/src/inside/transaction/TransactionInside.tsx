/** Inside a transaction: how far it has come, who signed what, what it reads and writes, and its bytes layer by layer. */
import { useMemo, useState } from 'react';
import { explainCode } from '../../explain/entries.ts';
import { useText } from '../../i18n/text-context.tsx';
import { useTrace } from '../../link/react/lab-context.tsx';
import { type InsideOf, useInside } from '../../link/react/use-inside.ts';
import { useInspection } from '../../link/react/use-inspection.ts';
import { CodeBadge } from '../../panels/CodeBadge.tsx';
import { Because } from '../../panels/inspector/Because.tsx';
import { CodeExplanation } from '../../panels/inspector/CodeExplanation.tsx';
import { callText, transactionRecord, type TransactionRecord } from '../../panels/inspector/transaction-record.ts';
import { useEntryCount } from '../../panels/use-entry-count.ts';
import { shortNames } from '../../view/network.ts';
import { policyName } from '../../view/place-names.ts';
import type { PlaceProps } from '../place-props.ts';
import { Status } from '../status-slot.tsx';
import { PolicyVerdicts } from '../policy/PolicyVerdicts.tsx';
import { RawThing } from '../thing/RawThing.tsx';
import { Sheet } from '../thing/Sheet.tsx';
import { Signer } from '../thing/Signer.tsx';
import { Waiting } from '../thing/Waiting.tsx';
import { codeOf, type JourneyStep, journeyOf } from './journey.ts';
import { Peel } from './Peel.tsx';
import type { Peeled } from './peel.ts';
import { ReadWriteSets } from './ReadWriteSets.tsx';
import './transaction.css';

type Data = InsideOf<'transaction'>;
type Props = PlaceProps<'transaction'>;

const SIGNS = { done: '✓', now: '●', open: '○', failed: '✗', never: '–' } as const;

function useRecord(txid: string): TransactionRecord | null {
  const trace = useTrace();
  const count = useEntryCount();
  return useMemo(() => transactionRecord(trace?.facts.ofTransaction(txid, count) ?? [], txid), [trace, count, txid]);
}

function Journey({ steps }: { readonly steps: readonly JourneyStep[] }) {
  const t = useText();
  const trace = useTrace();
  const nameOf = trace === null ? (node: string) => node : shortNames(trace.topology);
  return (
    <ol className="journey" aria-label={t('things.journey')}>
      {steps.map(({ station, state, params }) => (
        <li key={station} data-state={state}>
          <span className="journey__sign" aria-hidden="true">
            {SIGNS[state]}
          </span>
          <strong>{t(`things.journey.${station}`)}</strong>
          <span className="inside-note">
            {state === 'done' || state === 'failed' || (state === 'now' && station === 'endorsements')
              ? t(`things.journey.${station}.said`, {
                  ...params,
                  orderer: nameOf(String(params['orderer'] ?? '')),
                  // A long code may break after its underscores.
                  code: String(params['code'] ?? '').replaceAll('_', '_\u200b'),
                })
              : t(`things.journey.state.${state}`)}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Endorsers({ data, node, onEnter }: { readonly data: Data; readonly node: string } & Pick<Props, 'onEnter'>) {
  const t = useText();
  const { endorsements, creator, proposalHash } = data;
  const same = proposalHash.signed === proposalHash.computed;
  return (
    <Sheet title={t('things.tx.signed')} note={t('things.tx.signedNote')} area="signed">
      {creator === null ? null : (
        <div>
          <h4>{t(`things.tx.creator.${data.carrier}`)}</h4>
          <Signer {...creator} node={node} onEnter={onEnter} />
        </div>
      )}
      {endorsements.length === 0 ? null : (
        <div>
          <h4>{t('panels.row.endorsements')}</h4>
          {endorsements.map(({ covers, ...signed }, index) => (
            <div key={index} className="tx-endorsement">
              <Signer {...signed} node={node} onEnter={onEnter} />
              <p className="inside-note">{t('things.tx.covers', { ...covers })}</p>
            </div>
          ))}
          <p className={same ? 'inside-note' : 'bad'}>
            {t(same ? 'things.tx.sameProposal' : 'things.tx.otherProposal')}{' '}
            <span className="mono">{proposalHash.signed.slice(0, 16)}…</span>
          </p>
        </div>
      )}
    </Sheet>
  );
}

function Verdict({
  record,
  data,
  node,
}: {
  readonly record: TransactionRecord | null;
  readonly data: Data;
  readonly node: string;
}) {
  const t = useText();
  const told = record === null ? null : codeOf(record, node);
  const code = data.stored?.code ?? told;
  const verdict = record?.verdicts.find(({ peer }) => peer === node) ?? record?.verdicts[0];
  const explanation = code === null ? null : explainCode(code);
  const isExplained = explanation !== null && code !== 'VALID';
  return (
    <Sheet
      title={t('things.tx.verdict')}
      note={
        data.stored === null
          ? t('things.tx.notStored')
          : t('things.tx.stored', { block: data.stored.block, index: data.stored.index })
      }
      area="verdict"
    >
      {code === null ? <p className="inside-note">{record?.problem ?? t('things.tx.noVerdict')}</p> : null}
      {code === null || isExplained ? null : (
        <p>
          <CodeBadge code={code} />
        </p>
      )}
      {verdict?.because ? <Because because={verdict.because} /> : null}
      {isExplained ? <CodeExplanation explanation={explanation} /> : null}
    </Sheet>
  );
}

interface PoliciesProps extends Pick<Props, 'place' | 'onEnter'> {
  /** Who has the transaction in a block: a client has none. */
  readonly holder: string;
}

/** The policies that decided, each with the way into it. */
function Policies({ place, holder, onEnter }: PoliciesProps) {
  const { node, channel, txid } = place;
  const state = useInspection({ type: 'transaction', node: holder, channel, txid });
  if (state.status !== 'ready') return null;
  return (
    <PolicyVerdicts
      policies={state.inspection.policies}
      onOpen={(name) => onEnter({ kind: 'policy', node, channel, path: policyName(name, txid) })}
    />
  );
}

export function TransactionInside({ place, onEnter }: Props) {
  const { node, channel, txid } = place;
  const state = useInside<'transaction'>({ type: 'transaction', node, channel, txid });
  const record = useRecord(txid);
  const [path, setPath] = useState<Peeled>([]);
  if (state.status !== 'ready') return <Waiting state={state} />;
  const { data } = state;
  const steps = record === null ? [] : journeyOf(record, node);
  return (
    <div className="transaction-inside">
      <Status>{data.stored?.code ?? ''}</Status>
      <header className="tx-head">
        <p className="mono">{record?.call ? `${record.call.chaincode} · ${callText(record.call)}` : data.channel}</p>
        <p className="inside-note mono">{txid}</p>
      </header>
      {steps.length === 0 ? null : <Journey steps={steps} />}
      <Peel data={data} path={path} onPath={setPath} />
      <div className="thing-column">
        <Verdict record={record} data={data} node={node} />
        <Endorsers data={data} node={node} onEnter={onEnter} />
        <ReadWriteSets namespaces={data.namespaces} />
        {data.stored === null ? null : <Policies place={place} holder={data.stored.node} onEnter={onEnter} />}
      </div>
      {data.stored === null ? null : (
        <RawThing target={{ type: 'transaction', node: data.stored.node, channel, txid }} />
      )}
    </div>
  );
}
