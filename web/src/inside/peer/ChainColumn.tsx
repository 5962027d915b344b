/** The end of the peer's chain: its last blocks, each holding the hash of the one before, and the one that comes. */
import { useText } from '../../i18n/text-context.tsx';
import { useWorldView } from '../../link/react/lab-context.tsx';
import { shortHash } from '../../panels/figures.ts';
import type { NodeId } from '../../panels/lab-types.ts';
import { openable } from '../openable.ts';
import type { NodeInsideProps } from '../place-props.ts';
import type { LedgerNow } from './use-ledger.ts';

interface Props extends Omit<NodeInsideProps, 'info'> {
  readonly ledger: LedgerNow;
  readonly node: NodeId;
  readonly channel: string;
}

/** As many as fit beside the block at work; the others are a step away in each of them. */
const SHOWN = 4;

export function ChainColumn({ ledger: { log, block }, ...props }: Props) {
  const t = useText();
  const { node, channel } = props;
  const kept = useWorldView()?.nodes[node]?.channels[channel] ?? null;
  const blocks = kept?.blocks.slice(-SHOWN) ?? [];
  const isComing = block !== null && block.stage !== 'committed';
  /** The number of the first block there is on this peer. */
  const origin = log.snapshot === null ? 0 : log.snapshot.number + 1;
  const first = blocks[0]?.number ?? origin;
  return (
    <section className="inside-sheet peer-chain" aria-labelledby="inside-chain">
      <header>
        <h3 id="inside-chain">{t('inside.peer.ledger')}</h3>
        <small>{t('inside.peer.height', { height: kept?.height ?? 0 })}</small>
      </header>
      <ol>
        {origin > 0 ? (
          <li>
            <div className="peer-block is-brought">
              <b>{t('inside.peer.snapshot')}</b>
              <small>{t('inside.peer.inSnapshot', { number: origin - 1 })}</small>
            </div>
          </li>
        ) : null}
        {first > origin ? (
          <li className="peer-chain__more">
            {t('inside.peer.earlier', {
              range: first - 1 > origin ? `${String(origin)}–${String(first - 1)}` : origin,
            })}
          </li>
        ) : null}
        {blocks.map((one, index) => {
          const { number, previousHash, valid, invalid, config, tampered } = one;
          const target = { node, channel, number };
          const before = blocks[index - 1];
          const broken =
            before !== undefined && before.hash !== '' && previousHash !== '' && before.hash !== previousHash;
          const isLast = !isComing && number === block?.number;
          return (
            <li key={number} className={broken ? 'is-broken' : ''}>
              <button
                type="button"
                className={['peer-block', isLast && 'is-current', tampered === true && 'is-tampered']
                  .filter(Boolean)
                  .join(' ')}
                {...openable(props, { type: 'block', ...target }, { kind: 'block', ...target })}
              >
                <b>{t('inside.peer.block', { number })}</b>
                <small>
                  {t('inside.peer.previous')} <span className="mono">{shortHash(previousHash) || '–'}</span>
                </small>
                <small>
                  {tampered === true
                    ? t('inside.peer.tampered')
                    : config
                      ? t('inside.peer.configBlock')
                      : t('inside.peer.counts', { valid, invalid })}
                </small>
                {broken ? <small>{t('inside.peer.broken')}</small> : null}
              </button>
            </li>
          );
        })}
        {isComing ? (
          <li>
            <div className="peer-block is-coming">
              <b>{t('inside.peer.block', { number: block.number })}</b>
              <small>
                {t('inside.peer.previous')} <span className="mono">{shortHash(blocks.at(-1)?.hash ?? '') || '–'}</span>
              </small>
              <small>{t(`inside.peer.coming.${block.stage}`)}</small>
            </div>
          </li>
        ) : null}
      </ol>
    </section>
  );
}
