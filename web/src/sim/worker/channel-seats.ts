/** Where a channel's configuration and blocks are to be had: on its peers and its orderers. */
import type { ChannelBundle } from '../channel/bundle.ts';
import type { BlockStore } from '../ledger/block-store.ts';
import type { StateDb } from '../ledger/state-db.ts';
import type { OrdererState } from '../orderer/orderer-state.ts';
import type { PeerState } from '../peer/peer-state.ts';
import { nodesOf } from '../topology/nodes.ts';
import type { NodeId } from '../trace/facts.ts';
import type { Simulation } from './simulation.ts';

/** What one node has of one channel. */
export interface ChannelSeat {
  readonly node: NodeId;
  readonly role: 'peer' | 'orderer';
  readonly channel: string;
  readonly blocks: BlockStore;
  /** undefined: it has blocks, and does not take part (it is off, or an orderer that follows). */
  readonly bundle: ChannelBundle | undefined;
  /** Of a peer. */
  readonly state: StateDb | undefined;
}

/** Of every node that keeps blocks of the channel, peers first. */
export function seatsOf(simulation: Simulation, channel: string): readonly ChannelSeat[] {
  const nodes = nodesOf(simulation.recording.topology);
  const keepers = [...nodes.filter(({ role }) => role === 'peer'), ...nodes.filter(({ role }) => role === 'orderer')];
  return keepers.flatMap(({ id }) => seatOf(simulation, id, channel) ?? []);
}

/** undefined: the node keeps no chain, or not this one. */
export function seatOf(simulation: Simulation, node: NodeId, channel: string): ChannelSeat | undefined {
  const role = nodesOf(simulation.recording.topology).find(({ id }) => id === node)?.role;
  const state = role === 'peer' || role === 'orderer' ? simulation.stateOf(node) : undefined;
  if (!state) return undefined;
  if (role === 'peer') {
    const peer = state as PeerState;
    const ledger = peer.disk.ledgers[channel];
    if (!ledger) return undefined;
    const bundle = peer.channels[channel]?.bundle;
    return { node, role, channel, blocks: ledger.blocks, bundle, state: ledger.state };
  }
  const orderer = state as OrdererState;
  const blocks = orderer.disk.chains[channel]?.blocks;
  if (!blocks) return undefined;
  return { node, role: 'orderer', channel, blocks, bundle: orderer.chains[channel]?.bundle, state: undefined };
}

/** One node with a configuration for each channel, the one furthest along. */
export function channelSeats(simulation: Simulation): readonly (ChannelSeat & { readonly bundle: ChannelBundle })[] {
  const { channels, systemChannel } = simulation.recording.topology;
  return [...channels, ...(systemChannel ? [systemChannel] : [])].flatMap(({ id }) => {
    const seats = seatsOf(simulation, id).flatMap(({ bundle, ...seat }) => (bundle ? [{ ...seat, bundle }] : []));
    const [first, ...others] = seats;
    if (!first) return [];
    return [others.reduce((best, seat) => (seat.bundle.sequence > best.bundle.sequence ? seat : best), first)];
  });
}
