/** A transaction: what was called, what it read and wrote, who endorsed it, what became of it and why. */
import type { ReactNode } from 'react';
import { explainCode, explanationBy } from '../../explain/entries.ts';
import { explainError } from '../../explain/find-explanations.ts';
import { useText } from '../../i18n/text-context.tsx';
import type { Translate } from '../../i18n/translate.ts';
import { useWorldView } from '../../link/react/lab-context.tsx';
import { CodeBadge } from '../CodeBadge.tsx';
import { clipped, shortHash } from '../figures.ts';
import { Because } from './Because.tsx';
import { CodeExplanation } from './CodeExplanation.tsx';
import { Endorsements } from './Endorsements.tsx';
import type { Selection, SelectionProps } from '../selection.ts';
import { type OnKey, Reads, Writes } from './ReadsWrites.tsx';
import { type Row, Rows } from './Rows.tsx';
import { ThingLink } from './structures/ThingLink.tsx';
import { callText, type TransactionRecord } from './transaction-record.ts';

const PAYLOAD_LENGTH = 160;

/** The code this transaction got: at `node` if it has one, else what the client was told, else any peer's. */
function codeOf(record: TransactionRecord, node: string | null) {
  const verdict = record.verdicts.find(({ peer }) => peer === node) ?? record.verdicts[0];
  return { code: verdict?.code ?? record.code, because: verdict?.because ?? null };
}

/** What was asked: the row of a value that is there. */
const rowOf = (name: string, value: ReactNode, exact = false): Row | null =>
  value === null || value === '' ? null : { name, value, exact };

type OnSelect = SelectionProps['onSelect'];

/** Chaincodes of the peer itself: no channel defines them. */
const SYSTEM: readonly string[] = ['_lifecycle', 'lscc', 'cscc', 'qscc'];

function callRows(
  t: Translate,
  { call, channel, txid }: TransactionRecord,
  onSelect: OnSelect,
): readonly (Row | null)[] {
  const id = <abbr title={txid}>{t('panels.row.txidValue', { txid: shortHash(txid) })}</abbr>;
  const chaincode = call?.chaincode ?? '';
  const deployed = channel !== '' && chaincode !== '' && !SYSTEM.includes(chaincode);
  const thing = (to: Selection, name: string): ReactNode => (
    <ThingLink to={to} onSelect={onSelect}>
      {name}
    </ThingLink>
  );
  return [
    rowOf(t('panels.row.txid'), id, true),
    channel === '' ? null : rowOf(t('panels.channel'), thing({ type: 'channel', channel }, channel)),
    rowOf(
      t('panels.row.chaincode'),
      deployed ? thing({ type: 'chaincode', channel, chaincode }, chaincode) : chaincode,
      true,
    ),
    rowOf(t('panels.row.call'), call === null ? null : callText(call), true),
    rowOf(t('panels.row.creator'), call?.identity ?? null),
    rowOf(t('panels.row.transient'), call?.transient.join(', ') ?? null, true),
  ];
}

function resultRows(t: Translate, record: TransactionRecord, onKey: OnKey | null): readonly (Row | null)[] {
  const { call, rwset, response } = record;
  if (rwset === null && response === null) return [];
  const chaincode = call?.chaincode ?? '';
  const answer =
    response === null ? null : `${response.status} ${clipped(response.message || response.payload, PAYLOAD_LENGTH)}`;
  return [
    rwset === null ? null : rowOf(t('panels.row.reads'), <Reads rwset={rwset} chaincode={chaincode} onKey={onKey} />),
    rwset === null ? null : rowOf(t('panels.row.writes'), <Writes rwset={rwset} chaincode={chaincode} onKey={onKey} />),
    rowOf(t('panels.row.response'), answer, true),
  ];
}

/** Keys are looked at on a peer that has judged the transaction, `node` itself if it has. */
function keyOpener({ verdicts, channel }: TransactionRecord, node: string | null, onSelect: OnSelect): OnKey | null {
  const peer = (verdicts.find((verdict) => verdict.peer === node) ?? verdicts[0])?.peer;
  if (peer === undefined) return null;
  return (namespace, key) => onSelect({ type: 'key', node: peer, channel, namespace, key });
}

function useRows(record: TransactionRecord, node: string | null, onSelect: OnSelect): readonly (Row | null)[] {
  const t = useText();
  const world = useWorldView();
  const { broadcast, event, block } = record;
  const policy = world?.channels[record.channel]?.definitions[record.call?.chaincode ?? '']?.policy ?? null;
  return [
    ...callRows(t, record, onSelect),
    ...resultRows(t, record, keyOpener(record, node, onSelect)),
    rowOf(t('panels.row.endorsements'), <Endorsements record={record} />),
    rowOf(t('panels.row.policy'), policy, true),
    rowOf(t('panels.row.broadcast'), broadcast === null ? null : `${broadcast.status} ${broadcast.info}`, true),
    rowOf(t('panels.row.block'), block),
    rowOf(t('panels.row.event'), event === null ? null : `${event.name} ${clipped(event.payload, 80)}`, true),
  ];
}

/** What is known of why it failed; a text nobody knows is the chaincode's own. */
const explainProblem = (problem: string) => explainError(problem) ?? explanationBy('chaincodeError');

interface TransactionContentsProps extends Pick<SelectionProps, 'onSelect'> {
  readonly record: TransactionRecord;
  readonly node: string | null;
}

export function TransactionContents({ record, node, onSelect }: TransactionContentsProps) {
  const t = useText();
  const rows = useRows(record, node, onSelect);
  const { code, because } = codeOf(record, node);
  const explanation =
    code === null ? (record.problem === null ? null : explainProblem(record.problem)) : explainCode(code);
  return (
    <>
      <Rows rows={rows} />
      {record.differ ? <p className="bad">{t('panels.differ')}</p> : null}
      {record.problem === null ? null : <p className="mono bad">{record.problem}</p>}
      {code === null || explanation !== null ? null : <CodeBadge code={code} />}
      {because === null ? null : <Because because={because} />}
      {explanation === null ? null : <CodeExplanation explanation={explanation} />}
    </>
  );
}
