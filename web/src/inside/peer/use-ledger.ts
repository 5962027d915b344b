/** The ledger of a peer at the playhead: the block at work and the state beside it, redrawn when they change. */
import { useEffect, useMemo } from 'react';
import { useLab, useLink, usePlayhead } from '../../link/react/lab-context.tsx';
import type { Micros, NodeId } from '../../panels/lab-types.ts';
import { countUntil } from '../../view/world-timeline.ts';
import { LedgerLog } from './ledger-log.ts';
import { blockPicture, type BlockPicture, firstAtOrAfter, progressAt, waitingBlocks } from './validation-picture.ts';

export interface LedgerNow {
  readonly log: LedgerLog;
  /** How many entries have happened, as far as they concern this ledger. */
  readonly count: number;
  readonly block: BlockPicture | null;
  /** Blocks that have come and wait for their turn. */
  readonly waiting: readonly number[];
}

/** Where a moment ends in the middle of a block (a shared one does), the simulation goes on so far: to when it is judged. */
const FORESIGHT: Micros = 50_000;

export function useLedger(node: NodeId, channel: string): LedgerNow {
  const { link, playhead } = useLab();
  const entries = useLink((state) => state.entries);
  const fresh = useMemo(() => new LedgerLog(node, channel), [node, channel]);
  const log = useMemo(() => fresh.update(entries), [fresh, entries]);
  // Only what concerns this ledger redraws it: the last such entry, and how far the work in hand is.
  const count = usePlayhead(({ time }) => {
    const told = firstAtOrAfter(log.told, countUntil(entries, time));
    return (log.told[told - 1]?.seq ?? -1) + 1;
  });
  usePlayhead(({ time }) => progressAt(log, count, time));
  const { time } = playhead.store.getState();
  const block = blockPicture(log, count, time);
  const open = block !== null && block.isOpen ? block.number : null;
  useEffect(() => {
    if (open !== null) void link.advance(playhead.store.getState().time + FORESIGHT);
  }, [open, link, playhead]);
  return { log, count, block, waiting: waitingBlocks(log, count) };
}
