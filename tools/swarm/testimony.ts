/**
 * What the machines hold when a run is over, channel by channel: all that the invariants look at. Plain values, so that a
 * test can alter one and see whether it is noticed.
 */
import type { BrokerState } from '../../web/src/sim/kafka/broker-state.ts';
import type { PartitionLog } from '../../web/src/sim/kafka/partition-log.ts';
import type { BlockStore } from '../../web/src/sim/ledger/block-store.ts';
import type { ChannelLedger } from '../../web/src/sim/ledger/commit.ts';
import type { OrdererState } from '../../web/src/sim/orderer/orderer-state.ts';
import type { RaftLog } from '../../web/src/sim/orderer/raft/raft-log.ts';
import type { PeerState } from '../../web/src/sim/peer/peer-state.ts';
import { nodesOf } from '../../web/src/sim/topology/nodes.ts';
import type { Entry } from '../../web/src/sim/trace/facts.ts';
import type { Simulation } from '../../web/src/sim/worker/simulation.ts';

export interface OrdererTestimony {
  readonly node: string;
  readonly blocks: BlockStore;
  /** Of an orderer that runs Raft. */
  readonly log: RaftLog | undefined;
}

export interface PeerTestimony {
  readonly node: string;
  readonly mspId: string;
  readonly ledger: ChannelLedger;
  /** Of the configuration the peer goes by. */
  readonly configSequence: number;
}

/** A broker's replica of the channel's partition. */
export interface BrokerTestimony {
  readonly node: string;
  readonly log: PartitionLog;
}

export interface ChannelTestimony {
  readonly channel: string;
  readonly orderers: readonly OrdererTestimony[];
  readonly peers: readonly PeerTestimony[];
  readonly brokers: readonly BrokerTestimony[];
}

export interface Testimony {
  readonly channels: readonly ChannelTestimony[];
  readonly entries: readonly Entry[];
}

export function testimonyOf(simulation: Simulation): Testimony {
  const { topology } = simulation.recording;
  const { channels, systemChannel } = topology;
  const nodes = nodesOf(topology).filter(({ id }) => simulation.stateOf(id) !== undefined);
  const names = [...(systemChannel ? [systemChannel.id] : []), ...channels.map(({ id }) => id)];
  return {
    entries: simulation.entries,
    channels: names.map((channel) => ({
      channel,
      orderers: nodes.flatMap(({ id, role }) =>
        role === 'orderer' ? ordererTestimony(id, simulation.stateOf(id) as OrdererState, channel) : [],
      ),
      peers: nodes.flatMap(({ id, role, mspId }) =>
        role === 'peer' ? peerTestimony(id, mspId, simulation.stateOf(id) as PeerState, channel) : [],
      ),
      brokers: nodes.flatMap(({ id, role }) => {
        const log = role === 'broker' ? (simulation.stateOf(id) as BrokerState).disk.logs[channel] : undefined;
        return log ? [{ node: id, log }] : [];
      }),
    })),
  };
}

function ordererTestimony(node: string, { disk, chains }: OrdererState, channel: string): readonly OrdererTestimony[] {
  const kept = disk.chains[channel];
  const chain = chains[channel];
  const log = chain?.kind === 'etcdraft' ? chain.raft.durable.log : undefined;
  return kept ? [{ node, blocks: kept.blocks, log }] : [];
}

function peerTestimony(node: string, mspId: string, state: PeerState, channel: string): readonly PeerTestimony[] {
  const ledger = state.disk.ledgers[channel];
  const configSequence = state.channels[channel]?.bundle.sequence ?? -1;
  return ledger ? [{ node, mspId, ledger, configSequence }] : [];
}
