/**
 * Changing a channel's configuration, as administrators do it: fetch, edit, compute the update, hand the file round for
 * signatures, send it.
 *
 * @fabric internal/peer/channel/{fetch,signconfigtx,update}.go, cmd/configtxlator, jq
 * @simplified Fetching the configuration and the tools' work on it take no time and send no messages.
 */
import { type ChannelBundle, evaluatePolicy } from '../channel/bundle.ts';
import type { ConfigUpdate } from '../wire/gen/common/configtx_pb.ts';
import { updateByEdit } from '../channel/config-edits.ts';
import {
  changedElements,
  signatureCount,
  signConfigUpdateFile,
  unsignedConfigUpdate,
} from '../channel/config-update-file.ts';
import type { ClientState } from '../client/client-state.ts';
import type { UpdateTask } from '../client/client-task.ts';
import { signWith } from '../identity/signing-identity.ts';
import { invariant, ok, refuse, type Result } from '../kernel/result.ts';
import { readersPolicyOf } from '../orderer/maintenance-filter.ts';
import type { OrdererState } from '../orderer/orderer-state.ts';
import type { Command, CommandOf } from '../protocol/commands.ts';
import { type ConfigChange, editOf } from '../topology/config-change.ts';
import { type NetworkNode, nodesOf } from '../topology/nodes.ts';
import type { Topology } from '../topology/topology-spec.ts';
import { drawFrom, EPOCH_UNIX_MICROS, materialOf, type Workspace } from '../topology/workspace.ts';
import type { NodeId } from '../trace/facts.ts';
import { utf8 } from '../wire/bytes.ts';
import { timestampOfMicros } from '../wire/envelope.ts';
import type { CommandContext } from './command-context.ts';

type UpdateFile = Workspace['configUpdates'][string];

/** Where an organisation's administrator works: at its client, or nowhere in particular. */
export const deskOf = (org: string, nodes: readonly NetworkNode[]): NodeId | undefined =>
  nodes.find((node) => node.role === 'client' && node.org === org)?.id;

/** Refuses a command about an update file that is not there. */
export function checkUpdateFile(command: Command, { configUpdates }: Workspace): Result<void> {
  const isThere =
    (command.type !== 'signConfigUpdate' && command.type !== 'submitConfigUpdate') ||
    Object.hasOwn(configUpdates, command.update);
  return isThere ? ok(undefined) : refuse('noConfigUpdate', { update: command.update });
}

/** Writes the unsigned update file. @returns the workspace with it */
export function prepareUpdate(
  command: CommandOf<'prepareConfigUpdate'>,
  index: number,
  cause: number,
  context: CommandContext,
): Workspace {
  const { workspace, record } = context;
  const { client, channel, update: name, change, type } = command;
  const computed = computeUpdate(client, channel, change, context);
  if (!computed.ok) {
    record(client, cause, { type: 'commandFailed', command: type, index, text: computed.error });
    return workspace;
  }
  const { update, bundle } = computed.value;
  const envelope = unsignedConfigUpdate(update);
  const prepared = record(client, cause, {
    type: 'configUpdatePrepared',
    update: name,
    channel,
    kind: change.kind,
    elements: changedElements(bundle, update),
    size: envelope.length,
  });
  record(client, prepared, { type: 'commandDone', command: type, index });
  return withFile(workspace, name, { channel, envelope });
}

const withFile = (workspace: Workspace, name: string, file: UpdateFile): Workspace => ({
  ...workspace,
  configUpdates: { ...workspace.configUpdates, [name]: file },
});

function computeUpdate(
  client: NodeId,
  channel: string,
  change: ConfigChange,
  context: CommandContext,
): Result<{ readonly update: ConfigUpdate; readonly bundle: ChannelBundle }, string> {
  const { crypto } = context.workspace;
  invariant(crypto, 'a running client has its keys');
  const { topology } = context.parts;
  const bundle = fetchConfig(client, channel, context);
  if (!bundle.ok) return bundle;
  const revocationListOf = (org: string) => revocationList(org, client, context);
  const update = updateByEdit(bundle.value, editOf(change, { topology, crypto, revocationListOf }));
  return update.ok ? ok({ update: update.value, bundle: bundle.value }) : update;
}

/** What a machine of the organisation has on its disk, whether or not it runs; the one that asks is looked at first. */
function revocationList(org: string, client: NodeId, { kernel, parts }: CommandContext): Uint8Array | undefined {
  const own = nodesOf(parts.topology).filter(
    (node) => node.role === 'client' && node.org === org && kernel.has(node.id),
  );
  const inOrder = [...own.filter(({ id }) => id === client), ...own];
  return inOrder.map(({ id }) => (kernel.stateOf(id) as ClientState).disk.crl).find((crl) => crl !== undefined);
}

/** `peer channel fetch config`: the newest configuration an orderer has, for who may read the channel. */
function fetchConfig(
  client: NodeId,
  channel: string,
  { kernel, parts, workspace }: CommandContext,
): Result<ChannelBundle, string> {
  const unreadable = (status: string) => ({ ok: false, error: `can't read the block: &{${status}}` }) as const;
  const nodes = nodesOf(parts.topology);
  const orderers = nodes.filter(({ id, role }) => role === 'orderer' && kernel.isUp(id));
  const chain = orderers.map(({ id }) => (kernel.stateOf(id) as OrdererState).chains[channel]).find(Boolean);
  if (!chain) return unreadable('NOT_FOUND');
  const org = nodes.find(({ id }) => id === client)?.org ?? '';
  invariant(workspace.crypto, 'a running client has its keys');
  const { identity } = materialOf(workspace.crypto, org).admin;
  const data = utf8(`fetch ${channel}`);
  const signed = { data, identity: identity.serialized, signature: signWith(identity, data) };
  if (!evaluatePolicy(chain.bundle, readersPolicyOf(chain.bundle), [signed]).satisfied) return unreadable('FORBIDDEN');
  return ok(chain.bundle);
}

/** The administrator of an organisation signs the update in the file. @returns the workspace with the new file */
export function signUpdate(
  command: CommandOf<'signConfigUpdate'>,
  index: number,
  cause: number,
  node: NodeId,
  { kernel, parts, workspace, record }: CommandContext,
): Workspace {
  const { org, update: name, type } = command;
  const file = workspace.configUpdates[name];
  invariant(file && workspace.crypto, 'the command was checked');
  const { mspId, admin } = materialOf(workspace.crypto, org);
  const draw = drawFrom(parts.seed);
  const nonceOf = (what: string): Uint8Array => draw(`signconfigtx ${index} ${what}`).slice(0, 24);
  const signed = signConfigUpdateFile(file.envelope, {
    signer: { creator: admin.identity.serialized, sign: (message) => signWith(admin.identity, message) },
    nonces: [nonceOf('update'), nonceOf('envelope')],
    timestamp: timestampOfMicros(EPOCH_UNIX_MICROS + kernel.now),
  });
  invariant(signed.ok, 'a file of our own can be signed');
  const signatures = signatureCount(signed.value);
  const told = record(node, cause, { type: 'configUpdateSigned', update: name, org, mspId, signatures });
  record(node, told, { type: 'commandDone', command: type, index });
  return withFile(workspace, name, { ...file, envelope: signed.value });
}

/** The file a client sends; for an anchor peer it is made on the spot. The error is what the tools print. */
export function updateTask(
  command: CommandOf<'setAnchorPeer' | 'submitConfigUpdate'>,
  context: CommandContext,
): Result<UpdateTask, string> {
  if (command.type === 'submitConfigUpdate') {
    const file = context.workspace.configUpdates[command.update];
    invariant(file, 'the command was checked');
    return ok({ type: command.type, channel: file.channel, envelope: file.envelope });
  }
  const { type, channel, client, peer } = command;
  const change: ConfigChange = { kind: 'anchorPeers', org: orgOf(client, context.parts.topology), peers: [peer] };
  const computed = computeUpdate(client, channel, change, context);
  return computed.ok ? ok({ type, channel, envelope: unsignedConfigUpdate(computed.value.update) }) : computed;
}

const orgOf = (id: NodeId, topology: Topology): string => nodesOf(topology).find((node) => node.id === id)?.org ?? '';
