/** The block at work, transaction by transaction in the order the orderers gave them, each with what it read and its verdict. */
import { useEffect, useRef } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useTrace } from '../../link/react/lab-context.tsx';
import type { Translate } from '../../i18n/translate.ts';
import { shortHash } from '../../panels/figures.ts';
import type { NodeId } from '../../panels/lab-types.ts';
import { Badge } from '../../ui/Badge.tsx';
import { shortNames } from '../../view/network.ts';
import { openable } from '../openable.ts';
import type { NodeInsideProps } from '../place-props.ts';
import { keyText } from './key-text.ts';
import type { LedgerNow } from './use-ledger.ts';
import type { CheckedTransaction } from './validation-picture.ts';
import { versionText } from './value-change.ts';

interface Props extends Omit<NodeInsideProps, 'info'> {
  readonly ledger: LedgerNow;
  readonly node: NodeId;
  readonly channel: string;
}

/** Reads shown of a transaction; the rest is inside of it. */
const READS = 4;

export function BlockWalk({ ledger: { log, block, waiting }, ...props }: Props) {
  const t = useText();
  const { node, channel } = props;
  const list = useRef<HTMLOListElement>(null);
  const at = block?.transactions?.find(({ stage }) => stage === 'policy' || stage === 'versions')?.index ?? null;
  useEffect(() => {
    // What is being checked stays in sight while a long block is walked through.
    if (at !== null) list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  return (
    <section className="inside-sheet" aria-labelledby="inside-block">
      <Heading block={block} />
      <Why log={log} block={block} />
      <ol className="peer-walk" ref={list}>
        {block?.transactions?.map((transaction) => {
          const { txid, index } = transaction;
          const target = { node, channel, txid };
          return (
            <li key={`${String(block.number)} ${String(index)}`}>
              <button
                type="button"
                className={`peer-tx is-${toneOf(transaction)}`}
                data-tx={index}
                disabled={txid === ''}
                {...openable(props, { type: 'transaction', ...target }, { kind: 'transaction', ...target })}
              >
                <Transaction transaction={transaction} />
              </button>
            </li>
          );
        })}
      </ol>
      {waiting.length === 0 ? null : (
        <p className="inside-note">{t('inside.peer.queue', { numbers: waiting.join(', ') })}</p>
      )}
    </section>
  );
}

function Heading({ block }: Pick<LedgerNow, 'block'>) {
  const t = useText();
  const count = block?.transactions?.length ?? null;
  return (
    <header>
      <h3 id="inside-block">
        {block === null ? t('inside.peer.noBlock') : t('inside.peer.block', { number: block.number })}
      </h3>
      {block === null ? null : (
        <small>
          {block.config
            ? t('inside.peer.configBlock')
            : count === null
              ? t('inside.peer.arrived')
              : t('inside.peer.order', { count })}
        </small>
      )}
    </header>
  );
}

/** Why there is nothing to walk through, or why nothing moves. */
function Why({ log, block }: Pick<LedgerNow, 'log' | 'block'>) {
  const t = useText();
  const trace = useTrace();
  if (block === null)
    return (
      <p className="inside-note">
        {log.snapshot === null
          ? t('inside.peer.noBlockNote')
          : t('inside.peer.fromSnapshot', { number: log.snapshot.number })}
      </p>
    );
  if (block.pull === null) return null;
  const { peer, collections } = block.pull;
  return (
    <p className="peer-walk__pull">
      {t('inside.peer.pull', {
        peer: trace === null ? peer : shortNames(trace.topology)(peer),
        collections: collections.join(', '),
      })}
    </p>
  );
}

function toneOf({ stage, code }: CheckedTransaction): string {
  if (stage === 'judged') return code === 'VALID' ? 'valid' : 'invalid';
  return stage === 'waiting' ? 'waiting' : 'working';
}

function Transaction({ transaction }: { readonly transaction: CheckedTransaction }) {
  const t = useText();
  const { index, call, txid, stage, code } = transaction;
  return (
    <>
      <span className="peer-tx__head">
        <span>
          <b>{t('inside.peer.tx', { index })}</b>{' '}
          {call === '' ? (
            txid === '' ? (
              t('inside.peer.configTx')
            ) : (
              <span className="mono">{shortHash(txid)}</span>
            )
          ) : (
            call
          )}
        </span>
        {stage === 'judged' ? (
          <strong className="peer-tx__code">
            {code} <span aria-hidden="true">{code === 'VALID' ? '✔' : '✖'}</span>
          </strong>
        ) : (
          <span className="peer-tx__stage">{t(`inside.peer.stage.${stage}`)}</span>
        )}
      </span>
      <Checks transaction={transaction} />
      <Reads transaction={transaction} />
      <Because transaction={transaction} />
    </>
  );
}

/** The two questions in the order they are asked: is it endorsed as the policy wants, is what it read still there. */
function Checks({ transaction: { stage, code } }: { readonly transaction: CheckedTransaction }) {
  const t = useText();
  if (stage === 'waiting' || stage === 'held') return null;
  const ofVersions = code === 'MVCC_READ_CONFLICT' || code === 'PHANTOM_READ_CONFLICT';
  const policy = stage === 'policy' ? null : code === null || code === 'VALID' || ofVersions;
  const versions = policy !== true || stage !== 'judged' ? null : code === 'VALID';
  const tone = (passed: boolean | null) => (passed === null ? 'neutral' : passed ? 'good' : 'bad');
  const sign = (passed: boolean | null) => (passed === null ? '…' : passed ? '✓' : '✗');
  return (
    <span className="peer-tx__checks">
      <Badge tone={tone(policy)}>
        {t('inside.peer.check.policy')} {sign(policy)}
      </Badge>
      {policy === false ? null : (
        <Badge tone={tone(versions)}>
          {t('inside.peer.check.versions')} {sign(versions)}
        </Badge>
      )}
    </span>
  );
}

/** Every simulation reads the definition of its chaincode, too: said once, not key by key. */
const isOfLifecycle = (namespace: string): boolean => namespace === '_lifecycle';

function Reads({ transaction: { rwset, because } }: { readonly transaction: CheckedTransaction }) {
  const t = useText();
  if (rwset === null) return null;
  const conflict = because?.type === 'readVersion' ? because : null;
  const isConflict = (namespace: string, key: string): boolean =>
    conflict?.namespace === namespace && conflict.key === key;
  // The one that is wrong is among those shown, however many there are.
  const reads = rwset.reads
    .filter(({ namespace, key }) => !isOfLifecycle(namespace) || isConflict(namespace, key))
    .sort((a, b) => Number(isConflict(b.namespace, b.key)) - Number(isConflict(a.namespace, a.key)));
  const definitions = rwset.reads.some(({ namespace }) => isOfLifecycle(namespace));
  return (
    <span className="peer-tx__reads">
      {reads.slice(0, READS).map(({ namespace, key, version }) => (
        <span key={`${namespace} ${key}`}>
          {t('inside.peer.read')}{' '}
          <span className="mono">
            {keyText(key)} @ <mark className={isConflict(namespace, key) ? 'is-wrong' : ''}>{at(t, version)}</mark>
          </span>
          {isConflict(namespace, key) && conflict !== null ? (
            <>
              {' '}
              ≠ {t('inside.peer.now')} <span className="mono">{current(t, conflict)}</span>
            </>
          ) : null}
        </span>
      ))}
      {reads.length > READS ? <span>{t('inside.peer.moreReads', { count: reads.length - READS })}</span> : null}
      {definitions ? (
        <span className="inside-note">
          {t(reads.length === 0 ? 'inside.peer.definitionAlone' : 'inside.peer.definitionRead')}
        </span>
      ) : null}
      {rwset.ranges.map(({ start, end, results }) => (
        <span key={`${start} ${end}`}>
          {t('inside.peer.range')}{' '}
          <span className="mono">
            [{keyText(start)}, {keyText(end)})
          </span>{' '}
          {t('inside.peer.results', { count: results })}
        </span>
      ))}
      {rwset.privateWrites.map(({ collection, keys }) => (
        <span key={collection}>{t('inside.peer.privateWrites', { collection, count: keys })}</span>
      ))}
    </span>
  );
}

const at = (t: Translate, version: string | null): string =>
  version === null ? t('inside.peer.absent') : versionText(version);

/** What is there instead; an earlier transaction of the block may have written it just now. */
function current(
  t: Translate,
  { committed, writer }: Extract<NonNullable<CheckedTransaction['because']>, { type: 'readVersion' }>,
): string {
  return writer === null ? at(t, committed) : `(${String(writer.block)}, ${String(writer.tx)})`;
}

function Because({ transaction: { because } }: { readonly transaction: CheckedTransaction }) {
  const t = useText();
  switch (because?.type) {
    case 'policy':
      return (
        <span className="peer-tx__because">
          {because.missing.length > 0
            ? t('inside.peer.missing', { names: because.missing.join(', ') })
            : t('inside.peer.policyFailed', { policy: because.policy })}
        </span>
      );
    case 'rangeChanged':
      return <span className="peer-tx__because">{t('inside.peer.rangeChanged', { key: keyText(because.key) })}</span>;
    case 'keyPolicyChanged':
      return (
        <span className="peer-tx__because">
          {t('inside.peer.keyPolicyChanged', { key: keyText(because.key), index: because.byTxInBlock })}
        </span>
      );
    case 'text':
      return <span className="peer-tx__because mono">{because.text}</span>;
    default:
      return null;
  }
}
