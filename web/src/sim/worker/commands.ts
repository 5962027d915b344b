/**
 * Carrying out commands: some change the machines, some the administrator's files, most are handed to the role they
 * are for.
 */
import { buildPackage, contractPath } from '../chaincode/package.ts';
import type { ClientTask } from '../client/client-task.ts';
import { invariant, ok, refuse, type Result } from '../kernel/result.ts';
import type { OrdererTask } from '../orderer/orderer-task.ts';
import type { Command, CommandOf } from '../protocol/commands.ts';
import { machineFor, type Task } from '../topology/machines.ts';
import { type NetworkNode, nodesOf } from '../topology/nodes.ts';
import { createGenesisBlock, EPOCH_UNIX_MICROS, generateCrypto, type Workspace } from '../topology/workspace.ts';
import type { Fact, NodeId } from '../trace/facts.ts';
import { blockHash } from '../wire/block.ts';
import { hex } from '../wire/bytes.ts';
import { checkUpdateFile, deskOf, prepareUpdate, signUpdate, updateTask } from './config-commands.ts';
import { type CommandContext, OPERATOR } from './command-context.ts';
import { caTaskOf, isCaCommand } from './ca-commands.ts';
import { carryOutFault, endOfLinks, isLinkFault, type LinkFault } from './fault-commands.ts';
import { checkPlan, planFaults } from './fault-plan.ts';
import { ordererJoinBlock } from './join-block.ts';
import { importPackage, writeContract } from './contract-commands.ts';
import { isLifecycleCommand, lifecycleTaskOf } from './lifecycle-commands.ts';
import { carryOutOffline, checkOffline, isOfflineCommand, type OfflineCommand } from './offline-commands.ts';
import { extendNetwork } from './extend-network.ts';
import { copySnapshot, isSnapshotCommand, snapshotTaskOf } from './snapshot-commands.ts';
import {
  bootstrapOf,
  channelTaskOf,
  checkChannelFiles,
  joiningBlock,
  makeChannelTransaction,
  systemGenesisBlock,
} from './system-channel-commands.ts';

/** The node a command is for. */
export function nodeOf(command: Command, nodes: readonly NetworkNode[]): NodeId {
  if (isOfflineCommand(command)) return command.node;
  if (isLinkFault(command)) return endOfLinks(command) ?? OPERATOR;
  switch (command.type) {
    case 'generateCrypto':
    case 'createGenesisBlock':
    case 'createChannelTransaction':
    case 'extendNetwork':
    case 'planFaults':
      return OPERATOR;
    case 'startNode':
    case 'stopNode':
    case 'crashNode':
    case 'restartNode':
    case 'joinOrderer':
    case 'corruptOrderer':
      return command.node;
    case 'signConfigUpdate':
      return deskOf(command.org, nodes) ?? OPERATOR;
    case 'joinPeer':
      return clientBeside(command.node, nodes) ?? OPERATOR;
    default:
      return command.client;
  }
}

/** A client of the node's organisation. */
function clientBeside(id: NodeId, nodes: readonly NetworkNode[]): NodeId | undefined {
  const org = nodes.find((node) => node.id === id)?.org;
  return nodes.find((node) => node.role === 'client' && node.org === org)?.id;
}

/** Why a command cannot be given now; undefined when it can. */
export function checkNow(command: Command, context: CommandContext): Result<void> {
  const { kernel, parts, workspace } = context;
  const node = nodeOf(command, nodesOf(parts.topology));
  if (isOfflineCommand(command)) return checkOffline(command, context);
  switch (command.type) {
    case 'extendNetwork':
      return ok(undefined);
    case 'generateCrypto':
      return workspace.crypto ? refuse('cryptoExists') : ok(undefined);
    case 'createGenesisBlock':
      return workspace.crypto ? ok(undefined) : refuse('noCrypto');
    case 'startNode':
      if (!workspace.crypto) return refuse('noCrypto');
      return kernel.isUp(node) ? refuse('nodeIsRunning', { node }) : checkChannelFiles(command, context);
    case 'createChannelTransaction':
      return checkChannelFiles(command, context);
    case 'restartNode':
      return kernel.isUp(node) || !kernel.hasStarted(node) ? refuse('nodeNotStopped', { node }) : ok(undefined);
    case 'planFaults':
      return checkPlan(command, kernel.now);
    default:
      if (isLinkFault(command)) return ok(undefined);
      if (command.type === 'signConfigUpdate' && node === OPERATOR) return checkFiles(command, context);
      return kernel.isUp(node) ? checkFiles(command, context) : refuse('nodeNotRunning', { node });
  }
}

function checkFiles(command: Command, context: CommandContext): Result<void> {
  const { workspace } = context;
  const channelFiles = checkChannelFiles(command, context);
  if (!channelFiles.ok) return channelFiles;
  const label = command.type === 'installChaincode' || command.type === 'approveChaincode' ? command.label : null;
  return label !== null && !workspace.packages[label]
    ? refuse('noPackage', { label })
    : checkUpdateFile(command, workspace);
}

/** Carries out a command that {@link checkNow} allows. @returns the workspace after it */
export function carryOut(command: Command, index: number, cause: number, context: CommandContext): Workspace {
  const { kernel, record, workspace } = context;
  const node = nodeOf(command, nodesOf(context.parts.topology));
  const done = (from: number = cause): number =>
    record(node, from, { type: 'commandDone', command: command.type, index });
  const give = (task: Task, from = cause): Workspace => {
    kernel.give(node, { type: 'command', command: task, index }, from);
    return workspace;
  };
  switch (command.type) {
    case 'generateCrypto':
      return makeCrypto(context, cause, done);
    case 'createGenesisBlock':
      return makeGenesisBlock(command, index, cause, context);
    case 'createChannelTransaction':
      return makeChannelTransaction(command, index, cause, OPERATOR, context);
    case 'writeContract':
      return writeContract(command, index, cause, context);
    case 'importPackage':
      return importPackage(command, index, cause, context);
    case 'packageChaincode':
      return makePackage(command, index, cause, context);
    case 'prepareConfigUpdate':
      return prepareUpdate(command, index, cause, context);
    case 'signConfigUpdate':
      return signUpdate(command, index, cause, node, context);
    case 'startNode':
    case 'restartNode':
      switchOn(command, cause, context);
      done();
      return workspace;
    case 'crashNode':
      kernel.crash(node, record(node, cause, { type: 'nodeCrashed' }));
      done();
      return workspace;
    case 'stopNode':
      kernel.stop(node, record(node, cause, { type: 'nodeStopped' }));
      done();
      return workspace;
    case 'extendNetwork':
      return extendNetwork(command, index, cause, context);
    case 'planFaults':
      return planFaults(command, done(), context);
    default: {
      if (isLinkFault(command)) {
        carryOutFault(command, cause, context);
        done();
        return workspace;
      }
      if (isOfflineCommand(command)) {
        carryOutOffline(command, index, cause, context);
        return workspace;
      }
      const task = taskOf(command, context);
      const from = command.type === 'joinPeerBySnapshot' ? copySnapshot(command, index, cause, context) : cause;
      if (task.ok) return give(task.value, from);
      record(node, cause, { type: 'commandFailed', command: command.type, index, text: task.error });
      return workspace;
    }
  }
}

function makeCrypto(
  { parts, workspace, record }: CommandContext,
  cause: number,
  done: (from: number) => number,
): Workspace {
  const crypto = generateCrypto(parts.topology, parts.seed);
  let latest = cause;
  for (const { name, mspId, domain } of [...crypto.ordererOrganizations, ...crypto.peerOrganizations]) {
    const files = [...crypto.files.keys()].filter((path) => path.includes(`/${domain}/`)).length;
    latest = record(OPERATOR, latest, { type: 'cryptoGenerated', org: name, mspId, files });
  }
  done(latest);
  return { ...workspace, crypto };
}

function makeGenesisBlock(
  command: CommandOf<'createGenesisBlock'>,
  index: number,
  cause: number,
  context: CommandContext,
): Workspace {
  const { parts, workspace, record } = context;
  const { channel } = command;
  const genesis = parts.topology.systemChannel
    ? systemGenesisBlock(channel, context)
    : channelGenesisBlock(channel, context);
  if (!genesis.ok) {
    record(OPERATOR, cause, { type: 'commandFailed', command: command.type, index, text: genesis.error });
    return workspace;
  }
  const { fact, bytes } = genesis.value;
  record(OPERATOR, record(OPERATOR, cause, fact), { type: 'commandDone', command: command.type, index });
  return { ...workspace, genesisBlocks: { ...workspace.genesisBlocks, [channel]: bytes } };
}

function channelGenesisBlock(
  channel: string,
  { kernel, parts, workspace }: CommandContext,
): Result<{ readonly fact: Fact; readonly bytes: Uint8Array }, string> {
  const spec = parts.topology.channels.find(({ id }) => id === channel);
  const { crypto } = workspace;
  invariant(spec && crypto, 'the command was checked');
  const genesis = createGenesisBlock(parts.topology, spec, crypto, parts.seed, EPOCH_UNIX_MICROS + kernel.now);
  if (!genesis.ok) return genesis;
  const { block, bytes } = genesis.value;
  const { orgs } = spec;
  const fact: Fact = { type: 'genesisBlockCreated', channel, hash: hex(blockHash(block)), orgs, size: bytes.length };
  return ok({ fact, bytes });
}

function makePackage(
  command: CommandOf<'packageChaincode'>,
  index: number,
  cause: number,
  { workspace, contracts, record }: CommandContext,
): Workspace {
  const { client, source, label } = command;
  const fail = (text: string): Workspace => {
    record(client, cause, { type: 'commandFailed', command: command.type, index, text });
    return workspace;
  };
  const folder = contracts[source];
  if (!folder) return fail(`failed to get chaincode package bytes: failed to determine absolute path of '${source}'`);
  const built = buildPackage(label, contractPath(source), new Map(Object.entries(folder)));
  if (!built.ok) return fail(built.error);
  const { packageId, bytes } = built.value;
  const fact: Fact = { type: 'chaincodePackaged', label, packageId, size: bytes.length };
  record(client, record(client, cause, fact), { type: 'commandDone', command: command.type, index });
  return { ...workspace, packages: { ...workspace.packages, [label]: { label, packageId, bytes } } };
}

function switchOn(command: CommandOf<'startNode' | 'restartNode'>, cause: number, context: CommandContext): void {
  const { kernel, parts, workspace, record } = context;
  const node = nodesOf(parts.topology).find(({ id }) => id === command.node);
  const { crypto } = workspace;
  invariant(node && crypto, 'the command was checked');
  if (!kernel.has(node.id)) {
    const bootstrap = bootstrapOf(parts.topology, workspace);
    const machine = machineFor(node, { ...parts, crypto, ...(bootstrap && { bootstrap }) });
    kernel.add(node.id, machine.actor, machine.disk);
  }
  const type = kernel.hasStarted(node.id) ? 'nodeRestarted' : 'nodeStarted';
  kernel.start(node.id, record(node.id, cause, { type, role: node.role }));
}

type RoleCommand = Exclude<
  Exclude<Command, OfflineCommand>,
  {
    type:
      | 'generateCrypto'
      | 'createGenesisBlock'
      | 'createChannelTransaction'
      | 'writeContract'
      | 'importPackage'
      | 'packageChaincode'
      | 'prepareConfigUpdate'
      | 'signConfigUpdate'
      | 'startNode'
      | 'restartNode'
      | 'crashNode'
      | 'stopNode'
      | 'planFaults'
      | 'extendNetwork'
      | LinkFault['type'];
  }
>;

/** The task of a role, with the files it needs; the error is what the real tool prints. */
function taskOf(command: RoleCommand, context: CommandContext): Result<ClientTask | OrdererTask, string> {
  if (isCaCommand(command)) return ok(caTaskOf(command, nodesOf(context.parts.topology)));
  if (isLifecycleCommand(command)) return ok(lifecycleTaskOf(command, context.workspace));
  if (isSnapshotCommand(command)) return ok(snapshotTaskOf(command));
  switch (command.type) {
    case 'corruptOrderer':
      return ok(command);
    case 'joinOrderer':
      return ok({ ...command, genesisBlock: ordererJoinBlock(command, context) });
    case 'joinPeer': {
      const genesisBlock = joiningBlock(command, context);
      invariant(genesisBlock, 'the command was checked');
      return ok({ ...command, genesisBlock });
    }
    case 'createChannel':
    case 'fetchChannelBlock':
      return ok(channelTaskOf(command, context));
    case 'setAnchorPeer':
    case 'submitConfigUpdate':
      return updateTask(command, context);
    case 'submitTransaction':
    case 'evaluateTransaction':
    case 'submitMany':
    case 'listenEvents':
    case 'stopListening': {
      const { client: _client, ...task } = command;
      return ok(task);
    }
  }
}
