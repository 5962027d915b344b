/** The ledger of a peer: state database, the block at work, the chain; a conflict is joined to the key it is about. */
import { useRef, useState } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useInsideOf } from '../use-inside-of.ts';
import { Status } from '../status-slot.tsx';
import { BlockWalk } from './BlockWalk.tsx';
import { ChainColumn } from './ChainColumn.tsx';
import { ConflictLines } from './ConflictLines.tsx';
import type { ChosenKey } from './key-text.ts';
import { KeyHistory } from './KeyHistory.tsx';
import type { PeerPartProps } from './part-props.ts';
import { StateTable } from './StateTable.tsx';
import { statePicture } from './state-picture.ts';
import { type LedgerNow, useLedger } from './use-ledger.ts';

/** Rows of keys that are not concerned; the filter finds the others. */
const ROWS = 40;

type Known = Parameters<typeof statePicture>[3]['known'];
const NONE: Known = [];

export function LedgerPart(props: PeerPartProps) {
  const ledger = useLedger(props.info.id, props.channel);
  const { snapshot } = ledger.log;
  return snapshot === null ? (
    <Columns {...props} ledger={ledger} known={NONE} />
  ) : (
    <FromSnapshot {...props} ledger={ledger} joinedAt={snapshot.at} />
  );
}

interface LedgerProps extends PeerPartProps {
  readonly ledger: LedgerNow;
}

/** What a snapshot brought no block of this peer tells of: it is asked for, as it was when the ledger began with it. */
function FromSnapshot({ joinedAt, ...props }: LedgerProps & { readonly joinedAt: number }) {
  const [inside] = useInsideOf('peer', props.info.id, joinedAt);
  const known = inside?.channels.find(({ channel }) => channel === props.channel)?.keys ?? NONE;
  return <Columns {...props} known={known} />;
}

function Columns({ info, channel, ledger, known, ...steps }: LedgerProps & { readonly known: Known }) {
  const t = useText();
  const { log, block, count } = ledger;
  const [prefix, setPrefix] = useState('');
  const [chosen, setChosen] = useState<ChosenKey | null>(null);
  const columns = useRef<HTMLDivElement>(null);
  const state = statePicture(log, block, count, { limit: ROWS, prefix, known });
  return (
    <>
      <Status>
        {block !== null
          ? t(`inside.peer.status.${block.stage}`, { number: block.number })
          : log.snapshot !== null
            ? t('inside.peer.status.snapshot', { number: log.snapshot.number })
            : null}
      </Status>
      <div className="peer-columns" ref={columns}>
        <section className="inside-sheet" aria-labelledby="inside-state">
          <header>
            <h3 id="inside-state">{t('inside.peer.state')}</h3>
            <small>{t(info.couch ? 'inside.peer.couch' : 'inside.peer.level')}</small>
          </header>
          <StateTable state={state} prefix={prefix} onPrefix={setPrefix} chosen={chosen} onChoose={setChosen} />
          {chosen === null ? null : (
            <KeyHistory {...{ log, count, chosen, node: info.id, channel, ...steps }} onClose={() => setChosen(null)} />
          )}
          <p className="inside-note">{t('inside.peer.stateNote')}</p>
        </section>
        <BlockWalk {...{ ledger, channel, node: info.id, ...steps }} />
        <ChainColumn {...{ ledger, channel, node: info.id, ...steps }} />
        <ConflictLines columns={columns} state={state} block={block} />
      </div>
    </>
  );
}
