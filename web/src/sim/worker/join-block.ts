/**
 * The config block an administrator hands to an orderer that joins a channel: the genesis block to a consenter it names,
 * and to any other orderer the newest there is, fetched from one that runs.
 *
 * @fabric osnadmin channel join --config-block, peer channel fetch config
 * @simplified Fetching the newest config block takes no time and sends no messages.
 */
import type { OrdererState } from '../orderer/orderer-state.ts';
import type { CommandOf } from '../protocol/commands.ts';
import { consenterNames, nodesOf } from '../topology/nodes.ts';
import { EMPTY } from '../wire/bytes.ts';
import type { CommandContext } from './command-context.ts';

/** Serialized `common.Block`; empty where nobody has made one. */
export function ordererJoinBlock(
  { node, channel }: CommandOf<'joinOrderer'>,
  { kernel, parts, workspace }: CommandContext,
): Uint8Array {
  const { topology } = parts;
  const genesis = workspace.genesisBlocks[channel] ?? EMPTY;
  const spec = topology.channels.find(({ id }) => id === channel);
  if (!spec || consenterNames(topology, spec).includes(node)) return genesis;
  for (const { id, role } of nodesOf(topology)) {
    if (role !== 'orderer' || !kernel.isUp(id)) continue;
    const blocks = (kernel.stateOf(id) as OrdererState).chains[channel]?.disk.blocks;
    const newest = blocks?.blockBytes(blocks.lastConfigNumber);
    if (newest) return newest;
  }
  return genesis;
}
