/** A message: from whom to whom, when, how big; and what it carries. */
import { useMemo } from 'react';
import { useText } from '../../i18n/text-context.tsx';
import { useTrace } from '../../link/react/lab-context.tsx';
import type { Flight } from '../../view/flights.ts';
import { shortNames } from '../../view/network.ts';
import { clock, millisText } from '../figures.ts';
import type { SelectionProps } from '../selection.ts';
import { BlockContents } from './BlockContents.tsx';
import { Rows } from './Rows.tsx';
import { ThingLink } from './structures/ThingLink.tsx';
import { TransactionContents } from './TransactionContents.tsx';
import type { TransactionRecord } from './transaction-record.ts';

interface MessageContentsProps extends Pick<SelectionProps, 'onSelect'> {
  readonly flight: Flight;
  /** Of the transaction it carries, up to the playhead. */
  readonly record: TransactionRecord | null;
  /** Entries up to the playhead. */
  readonly count: number;
}

/** The block a message carries, as its sender has it. */
function CarriedBlock({ flight, count, onSelect }: Omit<MessageContentsProps, 'record'>) {
  const trace = useTrace();
  const block = useMemo(() => {
    const chain = trace?.chains.chain(flight.from, flight.channel, count) ?? [];
    return chain.find(({ number }) => number === flight.block) ?? null;
  }, [trace, count, flight]);
  if (block === null) return null;
  return <BlockContents block={block} node={flight.from} channel={flight.channel} onSelect={onSelect} />;
}

export function MessageContents({ flight, record, count, onSelect }: MessageContentsProps) {
  const t = useText();
  const trace = useTrace();
  const nameOf = trace === null ? (node: string) => node : shortNames(trace.topology);
  const took = millisText(flight.arrivesAt - flight.sentAt);
  return (
    <>
      <Rows
        rows={[
          {
            name: t('panels.row.way'),
            value: (
              <ThingLink to={{ type: 'link', from: flight.from, to: flight.to }} onSelect={onSelect}>
                {nameOf(flight.from)} → {nameOf(flight.to)}
              </ThingLink>
            ),
          },
          {
            name: t('panels.row.time'),
            value: t('panels.row.flight', { from: clock(flight.sentAt), to: clock(flight.arrivesAt), millis: took }),
          },
          { name: t('panels.row.size'), value: t('panels.bytes', { count: flight.size }) },
          flight.lost === null ? null : { name: t('panels.row.lost'), value: t(`panels.lost.${flight.lost}`) },
        ]}
      />
      {record !== null ? <TransactionContents record={record} node={null} onSelect={onSelect} /> : null}
      {record === null && flight.block !== null ? (
        <CarriedBlock flight={flight} count={count} onSelect={onSelect} />
      ) : null}
    </>
  );
}
