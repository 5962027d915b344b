/** The transactions of a block in their order, each with its verdict. */
import { useText } from '../../i18n/text-context.tsx';
import type { InsideOf } from '../../link/react/use-inside.ts';
import { CodeBadge } from '../../panels/CodeBadge.tsx';
import { clipped, shortHash } from '../../panels/figures.ts';
import type { Place } from '../../view/place.ts';
import { openable } from '../openable.ts';
import type { PlaceProps } from '../place-props.ts';
import { Sheet } from '../thing/Sheet.tsx';

type Data = InsideOf<'block'>;
type Transaction = Data['block']['transactions'][number];

interface BlockTransactionsProps extends Omit<PlaceProps<'block'>, 'place'> {
  readonly data: Data;
}

const LONGEST_CALL = 80;

const callOf = ({ chaincode, function: name, args }: Transaction): string =>
  name === '' ? '' : clipped(`${chaincode} · ${name}(${args.join(', ')})`, LONGEST_CALL);

/** `asset6 @ (5, 1)` for what was read, `asset6` for what is written. */
function keysOf({ rwset, chaincode }: Transaction): { readonly reads: string; readonly writes: string } {
  const own = <K extends { readonly namespace: string }>(list: readonly K[]): readonly K[] =>
    list.filter(({ namespace }) => namespace === chaincode);
  const reads = own(rwset?.reads ?? []).map(({ key, version }) =>
    version === null ? key : `${key} @ (${version.replace('.', ', ')})`,
  );
  return {
    reads: reads.join(', '),
    writes: own(rwset?.writes ?? [])
      .map(({ key }) => key)
      .join(', '),
  };
}

export function BlockTransactions({ data, ...steps }: BlockTransactionsProps) {
  const t = useText();
  const { block, node, channel, envelopeSizes } = data;
  return (
    <Sheet
      title={t('panels.row.transactions', { count: block.transactions.length })}
      note={t('things.block.order')}
      area="transactions"
    >
      <ol className="thing-cards" start={0}>
        {block.transactions.map((transaction, index) => {
          const { txid, code, type, endorserMspIds } = transaction;
          const place: Place | null = txid === '' ? null : { kind: 'transaction', node, channel, txid };
          const { reads, writes } = keysOf(transaction);
          return (
            <li key={index}>
              <button
                type="button"
                className="thing-card"
                data-tone={code === null ? 'open' : code === 'VALID' ? 'good' : 'bad'}
                disabled={place === null}
                {...openable(steps, { type: 'transaction', node, channel, txid }, place)}
              >
                <span className="thing-card__head">
                  <span>
                    <strong>{t('things.tx', { number: index })}</strong> {callOf(transaction) || type}
                  </span>
                  {code === null ? (
                    <span className="inside-note">{t('panels.notJudged')}</span>
                  ) : (
                    <CodeBadge code={code} />
                  )}
                </span>
                <span className="thing-card__line">
                  <span className="mono">{shortHash(txid)}</span>{' '}
                  {t('panels.bytes', { count: envelopeSizes[index] ?? 0 })}
                  {endorserMspIds.length === 0 ? null : ` · ${endorserMspIds.join(', ')}`}
                </span>
                {reads === '' ? null : (
                  <span className="thing-card__line">
                    {t('panels.row.reads')} <span className="mono">{reads}</span>
                  </span>
                )}
                {writes === '' ? null : (
                  <span className="thing-card__line">
                    {t('panels.row.writes')} <span className="mono">{writes}</span>
                  </span>
                )}
              </button>
            </li>
          );
        })}
      </ol>
      <p className="inside-note">{t('things.openHint')}</p>
    </Sheet>
  );
}
