/** What is asked of some runs only, because it costs as much again: a replay gives the same, and so does a restart. */
import { SECOND } from '../../web/src/sim/kernel/time.ts';
import { nodesOf } from '../../web/src/sim/topology/nodes.ts';
import { digestOf } from '../../web/src/sim/trace/digest.ts';
import type { BlockStore } from '../../web/src/sim/ledger/block-store.ts';
import { blockHash, commitHash } from '../../web/src/sim/wire/block.ts';
import { EMPTY, equalBytes, hex } from '../../web/src/sim/wire/bytes.ts';
import { Simulation, type SimulationParts } from '../../web/src/sim/worker/simulation.ts';
import { sharedState } from './peer-invariants.ts';
import { type OrdererTestimony, type PeerTestimony, testimonyOf } from './testimony.ts';

/** The recording, played from its commands alone, tells the same facts. */
export function replayProblems({ recording, now, entries }: Simulation, parts: SimulationParts): readonly string[] {
  const again = Simulation.play(recording, parts);
  if (!again.ok) return [`the recording cannot be played: ${again.error.code} at ${again.error.where}`];
  again.value.runUntil(now);
  return digestOf(again.value.entries) === digestOf(entries) ? [] : ['played again, the recording tells another story'];
}

/**
 * Everyone comes back to what it had, one after the other so that the others can go on. Changes `simulation`, in which
 * nothing else happens. An orderer that only follows may have a few blocks more by then: it asks for them now and then.
 */
export function restartProblems(simulation: Simulation): readonly string[] {
  const before = testimonyOf(simulation);
  for (const { id, role } of nodesOf(simulation.recording.topology)) {
    if (role !== 'peer' && role !== 'orderer') continue;
    if (simulation.isUp(id)) simulation.perform({ type: 'crashNode', node: id });
    simulation.perform({ type: 'restartNode', node: id });
    simulation.runUntil(simulation.now + SECOND);
  }
  simulation.runUntil(simulation.now + 15 * SECOND);
  const after = testimonyOf(simulation);
  const changes = (name: string): string => `a restart changes ${name}`;
  return before.channels.flatMap(({ channel, orderers, peers }) => {
    const then = after.channels.find((one) => one.channel === channel);
    const lost = orderers.filter(
      ({ node, blocks }) =>
        !isIn(
          blocks,
          then?.orderers.find((one) => one.node === node),
        ),
    );
    const changed = peers.filter((peer) => {
      const now = then?.peers.find(({ node }) => node === peer.node);
      return !now || !isKept(peer, now);
    });
    return [...lost, ...changed].map(({ node }) => changes(`what ${node} has of ${channel}`));
  });
}

/** Whether the newest of `blocks` is where it was. */
function isIn(blocks: BlockStore, now: OrdererTestimony | undefined): boolean {
  return blocks.height === 0 || equalBytes(now?.blocks.stored(blocks.height - 1)?.hash ?? EMPTY, blocks.lastHash);
}

/** An envelope that was still waiting at some orderer may be ordered now: then the peer has what it had, and more. */
function isKept(before: PeerTestimony, now: PeerTestimony): boolean {
  const { blocks, commitHash: judged } = before.ledger;
  if (now.ledger.blocks.height === blocks.height) return holding(now) === holding(before);
  const same = now.ledger.blocks.block(blocks.height - 1);
  return (
    same !== undefined &&
    equalBytes(blockHash(same), blocks.lastHash) &&
    equalBytes(commitHash(same) ?? EMPTY, judged ?? EMPTY)
  );
}

/** All that a peer shares with others, as text to compare. */
function holding({ ledger }: PeerTestimony): string {
  const { blocks, state, commitHash } = ledger;
  return [String(blocks.height), hex(blocks.lastHash), hex(commitHash ?? EMPTY), sharedState(state)].join('\n');
}
