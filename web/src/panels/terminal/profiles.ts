/** Profiles of the configtx.yaml that goes with a network. */
import type { Topology } from '../lab-types.ts';

const RAFT = 'ChannelUsingRaft';
const BFT = 'ChannelUsingBFT';
/** Of 2.x. */
const SYSTEM = 'TwoOrgsOrdererGenesis';
const CREATION = 'TwoOrgsChannel';

/** With which a channel's creation transaction is made (2.x). Further channels have profiles of their own. */
export const creationProfileOf = (channel: string, { channels }: Topology): string =>
  channels[0]?.id === channel ? CREATION : channel;

/** With which a channel's first block is made: the system channel's in 2.x, each channel's own in 3.x. */
export function consensusProfileOf(channel: string, topology: Topology): string {
  const { channels, systemChannel } = topology;
  if (systemChannel !== undefined) return channel === systemChannel.id ? SYSTEM : creationProfileOf(channel, topology);
  return channels.some(({ id, consensus }) => id === channel && consensus === 'BFT') ? BFT : RAFT;
}

/** All that are in the file. */
export function profilesOf(topology: Topology): readonly string[] {
  const { channels, systemChannel } = topology;
  return systemChannel === undefined
    ? [RAFT, BFT]
    : [SYSTEM, ...channels.map(({ id }) => creationProfileOf(id, topology))];
}
