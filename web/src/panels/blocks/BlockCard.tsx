/** One block of a chain: number, the two hashes that tie it, its transactions with their codes. */
import { useText } from '../../i18n/text-context.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { CodeBadge } from '../CodeBadge.tsx';
import { shortHash } from '../figures.ts';
import { type Selection, selectionKey, type SelectionProps } from '../selection.ts';
import type { ChainBlock, OtherBlock } from '../../view/chain-index.ts';

interface BlockCardProps extends Pick<SelectionProps, 'onSelect'> {
  readonly block: ChainBlock;
  /** It does not name the hash of the block before it. */
  readonly unlinked: boolean;
  readonly node: string;
  readonly channel: string;
  /** Its place in the list. */
  readonly index: number;
  /** It stands at or behind the first block that others have otherwise. */
  readonly parted: boolean;
  readonly nameOf: (node: string) => string;
  /** Key of what is selected. */
  readonly selected: string;
}

const MOST_SHOWN = 12;

interface OthersProps extends Pick<BlockCardProps, 'nameOf'> {
  readonly others: readonly OtherBlock[];
}

/** What stands in the block's place elsewhere: here the chains have come apart. */
function Others({ others, nameOf }: OthersProps) {
  const t = useText();
  return (
    <div className="block-card__others">
      {others.map(({ hash, nodes }) => (
        <p key={hash} title={`${hash}: ${nodes.map(nameOf).join(', ')}`}>
          <span>{t('branches.block.others', { count: nodes.length })}</span>{' '}
          <span className="mono">{shortHash(hash)}</span>
        </p>
      ))}
    </div>
  );
}

export function BlockCard({ block, unlinked, node, channel, selected, onSelect, ...props }: BlockCardProps) {
  const { index: place, parted, nameOf } = props;
  const t = useText();
  const target: Selection = { type: 'block', node, channel, number: block.number };
  const more = block.transactions.length - MOST_SHOWN;
  return (
    <div
      className="block-card"
      role="listitem"
      data-index={place}
      data-parted={parted}
      data-selected={selectionKey(target) === selected}
    >
      {block.number === 0 ? null : (
        <span className="block-card__link" title={block.previousHash} data-broken={unlinked}>
          <span className="mono">{shortHash(block.previousHash)}</span>
          {unlinked ? <span>{t('panels.blocks.unlinked')}</span> : null}
        </span>
      )}
      <div className="block-card__body">
        <button
          type="button"
          className="block-card__head"
          aria-pressed={selectionKey(target) === selected}
          onClick={() => onSelect(target)}
        >
          <strong>{t('panels.blockNumber', { number: block.number })}</strong>
          {block.config ? (
            <Badge>{t(block.number === 0 ? 'panels.blocks.genesis' : 'panels.blocks.config')}</Badge>
          ) : null}
          {block.tampered ? <Badge tone="bad">{t('panels.blocks.tampered')}</Badge> : null}
          <span className="mono" title={block.hash}>
            {shortHash(block.hash)}
          </span>
        </button>
        <ul>
          {block.transactions.slice(0, MOST_SHOWN).map(({ txid, code, function: call }, index) => (
            <li key={`${txid}-${index}`}>
              <button
                type="button"
                className="block-card__transaction"
                disabled={txid === ''}
                aria-pressed={selected === selectionKey({ type: 'transaction', node, channel, txid })}
                onClick={() => onSelect({ type: 'transaction', node, channel, txid })}
              >
                <span className="block-card__call">
                  {txid === '' ? t('panels.blocks.configTransaction') : <span className="mono">{shortHash(txid)}</span>}
                  {call === '' ? null : <span title={call}>{call}</span>}
                </span>
                {code === null ? null : <CodeBadge code={code} />}
              </button>
            </li>
          ))}
          {more > 0 ? <li className="block-card__more">{t('panels.blocks.more', { count: more })}</li> : null}
        </ul>
        {block.others === undefined ? null : <Others others={block.others} nameOf={nameOf} />}
      </div>
    </div>
  );
}
