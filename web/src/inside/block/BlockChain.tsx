/** The block between its neighbours: which hash of which one stands in which, drawn as links that hold or are broken. */
import { useText } from '../../i18n/text-context.tsx';
import type { InsideOf } from '../../link/react/use-inside.ts';
import { shortHash } from '../../panels/figures.ts';
import { Badge } from '../../ui/Badge.tsx';
import type { BlockHealth } from './block-picture.ts';

interface BlockChainProps {
  readonly data: InsideOf<'block'>;
  readonly health: BlockHealth;
  /** To another block of the same chain. */
  readonly onGo: (number: number) => void;
}

function Link({ fits, label }: { readonly fits: boolean; readonly label: string }) {
  return (
    <div className="block-link" data-broken={!fits}>
      <span aria-hidden="true" />
      <span className="block-link__word">{label}</span>
    </div>
  );
}

interface NeighbourProps {
  readonly number: number;
  readonly name: string;
  readonly hash: string;
  readonly onGo: (number: number) => void;
}

function Neighbour({ number, name, hash, onGo }: NeighbourProps) {
  const t = useText();
  return (
    <button type="button" className="block-box" onClick={() => onGo(number)}>
      <strong>{t('panels.blockNumber', { number })}</strong>
      <span>
        {name} <span className="mono">{shortHash(hash)}</span>
      </span>
    </button>
  );
}

function Header({ data, health }: Omit<BlockChainProps, 'onGo'>) {
  const t = useText();
  const { block, previous } = data;
  const dataFits = block.computedDataHash === block.dataHash;
  return (
    <div className="block-box block-box--this" data-health={health}>
      <strong>
        {t('panels.blockNumber', { number: block.number })}{' '}
        {block.config ? (
          <Badge>{t(block.number === 0 ? 'panels.blocks.genesis' : 'panels.blocks.config')}</Badge>
        ) : null}
      </strong>
      <dl className="block-header">
        <div>
          <dt>{t('things.block.number')}</dt>
          <dd className="mono">{block.number}</dd>
        </div>
        <div data-broken={previous?.fits === false}>
          <dt>{t('panels.row.previousHash')}</dt>
          <dd className="mono">{block.previousHash === '' ? t('things.block.noPrevious') : block.previousHash}</dd>
        </div>
        <div data-broken={!dataFits}>
          <dt>{t('things.block.dataHash')}</dt>
          <dd className="mono">
            {block.dataHash}
            <span className={dataFits ? 'good' : 'bad'}>
              {t(dataFits ? 'things.block.dataFits' : 'things.block.dataDiffers', {
                hash: shortHash(block.computedDataHash),
              })}
            </span>
          </dd>
        </div>
      </dl>
      <p className="block-header__hash">
        {t('things.block.hashIs')} <span className="mono">{block.hash}</span>
      </p>
    </div>
  );
}

export function BlockChain({ data, health, onGo }: BlockChainProps) {
  const t = useText();
  const { previous, next, block } = data;
  return (
    <section className="block-chain" aria-label={t('things.block.chain')}>
      {previous === null ? (
        <p className="block-chain__end">{t(block.number === 0 ? 'things.block.first' : 'things.block.notKept')}</p>
      ) : (
        <>
          <Neighbour number={previous.number} name={t('panels.row.hash')} hash={previous.hash} onGo={onGo} />
          <Link fits={previous.fits} label={t(previous.fits ? 'things.block.linked' : 'things.block.broken')} />
        </>
      )}
      <Header data={data} health={health} />
      {next === null ? (
        <p className="block-chain__end">{t('things.block.last')}</p>
      ) : (
        <>
          <Link fits={next.fits} label={t(next.fits ? 'things.block.linked' : 'things.block.broken')} />
          <Neighbour number={next.number} name={t('panels.row.previousHash')} hash={next.previousHash} onGo={onGo} />
        </>
      )}
    </section>
  );
}
