/**
 * What networks of 2.x do differently: orderers begin with the system channel's genesis block, and channels are made by
 * a transaction instead of a file that orderers join with.
 *
 * @fabric cmd/configtxgen, internal/peer/channel (2.x)
 */
import type { ClientState } from '../client/client-state.ts';
import type { ClientTask } from '../client/client-task.ts';
import { invariant, ok, refuse, type Result } from '../kernel/result.ts';
import type { Command, CommandOf } from '../protocol/commands.ts';
import { nodesOf } from '../topology/nodes.ts';
import { createChannelTransaction, createSystemGenesisBlock } from '../topology/system-channel.ts';
import type { Topology } from '../topology/topology-spec.ts';
import { EPOCH_UNIX_MICROS, type Workspace } from '../topology/workspace.ts';
import type { Fact, NodeId } from '../trace/facts.ts';
import { blockHash } from '../wire/block.ts';
import { hex } from '../wire/bytes.ts';
import type { CommandContext } from './command-context.ts';

/** What configtxgen says to a profile that leaves the orderers to the system channel. */
const NO_ORDERER_SECTION = 'refusing to generate block which is missing orderer section';

/** configtxgen -outputBlock on a network of 2.x: the fact of the system channel's genesis block and its bytes, or the tool's text. */
export function systemGenesisBlock(
  channel: string,
  { parts, workspace, kernel }: CommandContext,
): Result<{ readonly fact: Fact; readonly bytes: Uint8Array }, string> {
  const { crypto } = workspace;
  const { systemChannel } = parts.topology;
  invariant(systemChannel && crypto, 'the command was checked');
  if (channel !== systemChannel.id) return { ok: false, error: NO_ORDERER_SECTION };
  const genesis = createSystemGenesisBlock(parts.topology, crypto, parts.seed, EPOCH_UNIX_MICROS + kernel.now);
  if (!genesis.ok) return genesis;
  const { block, bytes } = genesis.value;
  const hash = hex(blockHash(block));
  const fact: Fact = { type: 'genesisBlockCreated', channel, hash, orgs: systemChannel.orgs, size: bytes.length };
  return { ok: true, value: { fact, bytes } };
}

/** configtxgen -outputCreateChannelTx. @returns the workspace with the file */
export function makeChannelTransaction(
  command: CommandOf<'createChannelTransaction'>,
  index: number,
  cause: number,
  operator: NodeId,
  { kernel, parts, workspace, record }: CommandContext,
): Workspace {
  const { channel, type } = command;
  const { topology } = parts;
  const spec = topology.channels.find(({ id }) => id === channel);
  const { crypto } = workspace;
  invariant(spec && crypto, 'the command was checked');
  const made = createChannelTransaction(topology, spec, crypto, EPOCH_UNIX_MICROS + kernel.now);
  if (!made.ok) {
    record(operator, cause, { type: 'commandFailed', command: type, index, text: made.error });
    return workspace;
  }
  const consortium = topology.systemChannel?.consortium ?? '';
  const size = made.value.length;
  const fact: Fact = { type: 'channelTransactionCreated', channel, consortium, orgs: spec.orgs, size };
  record(operator, record(operator, cause, fact), { type: 'commandDone', command: type, index });
  return { ...workspace, channelTransactions: { ...workspace.channelTransactions, [channel]: made.value } };
}

/** Why a command of this network cannot be given now for want of a file; undefined when it can. */
export function checkChannelFiles(command: Command, context: CommandContext): Result<void> {
  const { kernel, parts, workspace } = context;
  const { topology } = parts;
  const { systemChannel } = topology;
  switch (command.type) {
    case 'startNode': {
      const isOrderer = nodesOf(topology).some(({ id, role }) => id === command.node && role === 'orderer');
      const lacksFile = systemChannel && !workspace.genesisBlocks[systemChannel.id] && !kernel.has(command.node);
      return isOrderer && lacksFile ? refuse('noGenesisBlock', { channel: systemChannel.id }) : ok(undefined);
    }
    case 'joinOrderer':
      // Where there is a system channel the tool is turned away before anyone reads its file.
      return systemChannel || workspace.genesisBlocks[command.channel]
        ? ok(undefined)
        : refuse('noGenesisBlock', { channel: command.channel });
    case 'joinPeer':
      return joiningBlock(command, context) ? ok(undefined) : refuse('noGenesisBlock', { channel: command.channel });
    case 'createChannelTransaction':
      if (!systemChannel) return refuse('noSystemChannel', { command: command.type });
      return workspace.crypto ? ok(undefined) : refuse('noCrypto');
    case 'createChannel':
      return workspace.channelTransactions[command.channel]
        ? ok(undefined)
        : refuse('noChannelTransaction', { channel: command.channel });
    default:
      return ok(undefined);
  }
}

/**
 * Block 0 with which a peer joins: the file configtxgen wrote (3.x), or one that a client has fetched. The client of the
 * peer's own organisation is asked first; others have sent theirs by mail.
 */
export function joiningBlock(
  { node, channel }: CommandOf<'joinPeer'>,
  { kernel, parts, workspace }: CommandContext,
): Uint8Array | undefined {
  const written = parts.topology.systemChannel ? undefined : workspace.genesisBlocks[channel];
  if (written) return written;
  const nodes = nodesOf(parts.topology);
  const org = nodes.find(({ id }) => id === node)?.org;
  const clients = nodes.filter(({ role, id }) => role === 'client' && kernel.has(id));
  const inOrder = [
    ...clients.filter((client) => client.org === org),
    ...clients.filter((client) => client.org !== org),
  ];
  return inOrder.map(({ id }) => (kernel.stateOf(id) as ClientState).disk.blocks[channel]).find(Boolean);
}

/** The task of the client for `peer channel create` and `peer channel fetch`. */
export function channelTaskOf(
  command: CommandOf<'createChannel'> | CommandOf<'fetchChannelBlock'>,
  { workspace }: CommandContext,
): ClientTask {
  const { type, channel } = command;
  if (type === 'fetchChannelBlock') return { type, channel };
  const transaction = workspace.channelTransactions[channel];
  invariant(transaction, 'the command was checked');
  return { type, channel, transaction };
}

/** The bootstrap file of the orderers; undefined where they join channels instead. */
export const bootstrapOf = ({ systemChannel }: Topology, { genesisBlocks }: Workspace) => {
  const genesisBlock = systemChannel && genesisBlocks[systemChannel.id];
  return genesisBlock && { channel: systemChannel.id, genesisBlock };
};
