/** Inside a block: how it hangs in the chain, what is in it, who signed it, and who else has it. */
import { useContext } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { type InsideOf, useInside } from '../../link/react/use-inside.ts';
import { InsideContext } from '../../panels/inside-context.tsx';
import type { PlaceProps } from '../place-props.ts';
import { Status } from '../status-slot.tsx';
import { RawThing } from '../thing/RawThing.tsx';
import { Sheet } from '../thing/Sheet.tsx';
import { Signer } from '../thing/Signer.tsx';
import { Waiting } from '../thing/Waiting.tsx';
import { BlockChain } from './BlockChain.tsx';
import { BlockCopies } from './BlockCopies.tsx';
import { BlockTransactions } from './BlockTransactions.tsx';
import { flagsOf, type Gauge, gaugesOf, healthOf, isOversized } from './block-picture.ts';
import './block.css';

type Data = InsideOf<'block'>;

function Gauges({ gauges }: { readonly gauges: readonly Gauge[] }) {
  const t = useText();
  return (
    <ul className="gauges">
      {gauges.map(({ kind, value, limit, share }) => (
        <li key={kind}>
          <span>{t(`things.gauge.${kind}`)}</span>
          <span className="gauges__bar" aria-hidden="true">
            <span style={{ width: `${String(share * 100)}%` }} data-full={share >= 1} />
          </span>
          <span className="mono">{t('things.gauge.value', { value, limit })}</span>
        </li>
      ))}
    </ul>
  );
}

function Limits({ data }: { readonly data: Data }) {
  const t = useText();
  const gauges = gaugesOf(data);
  return (
    <Sheet title={t('things.block.size')} note={t('panels.bytes', { count: data.block.size })} area="size">
      {gauges.length === 0 ? <p className="inside-note">{t('things.block.noLimits')}</p> : <Gauges gauges={gauges} />}
      {isOversized(gauges) ? <p className="inside-note">{t('things.block.oversized')}</p> : null}
      <p className="inside-note">{t('things.block.sizeNote')}</p>
    </Sheet>
  );
}

function Metadata({ data, onEnter }: { readonly data: Data } & Pick<PlaceProps<'block'>, 'onEnter'>) {
  const t = useText();
  const { block, signatures, filter, node, channel } = data;
  const flags = flagsOf(filter);
  return (
    <Sheet title={t('things.block.metadata')} note={t('things.block.metadataNote')} area="metadata">
      <dl className="thing-rows">
        <div>
          <dt>{t('things.block.signatures')}</dt>
          <dd>
            {signatures.length === 0
              ? t(block.number === 0 ? 'things.block.genesisUnsigned' : 'things.block.unsigned')
              : signatures.map(({ signature, fingerprint }, index) => (
                  <Signer key={index} {...{ signature, fingerprint, node, onEnter }} />
                ))}
          </dd>
        </div>
        {block.lastConfig === null ? null : (
          <div>
            <dt>{t('things.block.lastConfig')}</dt>
            <dd>
              <button
                type="button"
                className="panel-link"
                onClick={() => onEnter({ kind: 'block', node, channel, number: block.lastConfig ?? 0 })}
              >
                {t('panels.blockNumber', { number: block.lastConfig })}
              </button>{' '}
              <button type="button" className="panel-link" onClick={() => onEnter({ kind: 'config', node, channel })}>
                {t('things.block.config')}
              </button>
            </dd>
          </div>
        )}
        <div>
          <dt>{t('things.block.flags')}</dt>
          <dd className="block-flags mono">
            {flags.length === 0 ? t('things.block.noFlags') : null}
            {flags.map((flag, index) => (
              <span key={index} data-valid={flag === '00'} data-open={flag === 'fe'}>
                {flag}
              </span>
            ))}
          </dd>
        </div>
        <div>
          <dt>{t('panels.row.commitHash')}</dt>
          <dd className="mono">{block.commitHash ?? t('things.block.noCommitHash')}</dd>
        </div>
      </dl>
    </Sheet>
  );
}

export function BlockInside({ place, onEnter, selection, onSelect }: PlaceProps<'block'>) {
  const t = useText();
  const go = useContext(InsideContext);
  const { node, channel, number } = place;
  const state = useInside<'block'>({ type: 'block', node, channel, number });
  if (state.status !== 'ready') return <Waiting state={state} />;
  const { data } = state;
  const health = healthOf(data);
  const besides = (other: string, at: number): void =>
    go?.([
      { kind: 'node', node: other },
      { kind: 'block', node: other, channel, number: at },
    ]);
  return (
    <div className="block-inside">
      <Status>{t(`things.block.health.${health}`)}</Status>
      <BlockChain data={data} health={health} onGo={(at) => besides(node, at)} />
      <BlockTransactions data={data} onEnter={onEnter} selection={selection} onSelect={onSelect} />
      <div className="thing-column">
        <Metadata data={data} onEnter={onEnter} />
        <Limits data={data} />
      </div>
      <BlockCopies data={data} onGo={(other) => besides(other, number)} />
      <RawThing target={{ type: 'block', node, channel, number }} />
    </div>
  );
}
