/**
 * Is this a command, and can it be meant for this network? Anything may come out of a link or a file, so nothing is
 * believed; what is wrong is said with its place.
 */
import { FORGERIES } from '../client/forgery-kinds.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { nodesOf, type NodeRole } from '../topology/nodes.ts';
import type { Topology } from '../topology/topology-spec.ts';
import { LIES } from '../orderer/lie.ts';
import { checkAddition } from './check-addition.ts';
import { checkCollections } from './check-collections.ts';
import { checkConfigChange } from './check-config-change.ts';
import { checkPackage } from './check-package.ts';
import { checkPlannedFaults } from './check-planned-faults.ts';
import type { Command, CommandType } from './commands.ts';
import { shown } from './shown.ts';

type FieldKind =
  | 'text'
  | 'name'
  | 'flag'
  | 'integer'
  | 'blockNumber'
  | 'share'
  | 'factor'
  | 'texts'
  | 'textsByName'
  | 'contractFiles'
  | 'package'
  | 'textOrNull'
  | 'peerOrNull'
  | 'peersOrNull'
  | 'peers'
  | 'callRoute'
  | 'callCount'
  | 'forgery'
  | 'micros'
  | 'lie'
  | 'workloadStrategy'
  | 'eventKind'
  | 'eventStart'
  | 'channel'
  | 'applicationChannel'
  | 'org'
  | 'configChange'
  | 'addition'
  | 'nodeGroups'
  | 'plannedFaults'
  | 'definition'
  | NodeRole
  | 'node';

const PEER_ACCESS = { client: 'client', node: 'peer' } as const;
const CA_ACCESS = { client: 'client', ca: 'ca' } as const;
/** A call of a contract. */
const CALL = {
  client: 'client',
  identity: 'name',
  channel: 'applicationChannel',
  chaincode: 'name',
  function: 'text',
  args: 'texts',
  transient: 'textsByName',
} as const;

/** The fields of every command; the one place that knows them all. */
export const COMMAND_FIELDS: Readonly<Record<CommandType, Readonly<Record<string, FieldKind>>>> = {
  generateCrypto: {},
  extendNetwork: { addition: 'addition' },
  startNode: { node: 'node' },
  crashNode: { node: 'node' },
  restartNode: { node: 'node' },
  stopNode: { node: 'node' },
  degradeNode: { node: 'node', loss: 'share', latencyFactor: 'factor' },
  partitionNetwork: { groups: 'nodeGroups', parted: 'flag' },
  healNetwork: {},
  planFaults: { faults: 'plannedFaults' },
  setLink: { from: 'node', to: 'node', up: 'flag', loss: 'share', latencyFactor: 'factor' },
  isolateNode: { node: 'node', isolated: 'flag' },
  createGenesisBlock: { channel: 'channel' },
  createChannelTransaction: { channel: 'applicationChannel' },
  createChannel: { client: 'client', channel: 'applicationChannel' },
  fetchChannelBlock: { client: 'client', channel: 'channel' },
  corruptOrderer: { node: 'orderer', lie: 'lie' },
  joinOrderer: { node: 'orderer', channel: 'applicationChannel' },
  joinPeer: { node: 'peer', channel: 'applicationChannel' },
  setAnchorPeer: { client: 'client', channel: 'applicationChannel', peer: 'peer' },
  prepareConfigUpdate: { client: 'client', channel: 'channel', update: 'name', change: 'configChange' },
  signConfigUpdate: { org: 'org', update: 'name' },
  submitConfigUpdate: { client: 'client', update: 'name' },
  writeContract: { client: 'client', source: 'name', files: 'contractFiles' },
  importPackage: { client: 'client', label: 'name', package: 'package' },
  packageChaincode: { client: 'client', source: 'name', label: 'name' },
  installChaincode: { client: 'client', node: 'peer', label: 'name' },
  approveChaincode: { client: 'client', channel: 'applicationChannel', definition: 'definition', label: 'textOrNull' },
  commitChaincode: { client: 'client', channel: 'applicationChannel', definition: 'definition' },
  queryInstalled: PEER_ACCESS,
  getInstalledPackage: { ...PEER_ACCESS, packageId: 'name' },
  queryApproved: { ...PEER_ACCESS, channel: 'applicationChannel', name: 'name', sequence: 'integer' },
  checkCommitReadiness: { ...PEER_ACCESS, channel: 'applicationChannel', definition: 'definition' },
  queryCommitted: { ...PEER_ACCESS, channel: 'applicationChannel', name: 'textOrNull' },
  listChannels: PEER_ACCESS,
  getChannelInfo: { ...PEER_ACCESS, channel: 'applicationChannel' },
  submitSnapshotRequest: { ...PEER_ACCESS, channel: 'applicationChannel', block: 'blockNumber' },
  cancelSnapshotRequest: { ...PEER_ACCESS, channel: 'applicationChannel', block: 'blockNumber' },
  listSnapshotRequests: { ...PEER_ACCESS, channel: 'applicationChannel' },
  joinPeerBySnapshot: { ...PEER_ACCESS, channel: 'applicationChannel', from: 'peer', block: 'blockNumber' },
  joinBySnapshotStatus: PEER_ACCESS,
  tamperBlock: {
    node: 'peer',
    channel: 'applicationChannel',
    block: 'blockNumber',
    find: 'name',
    replace: 'name',
    rehash: 'flag',
  },
  tamperState: { node: 'peer', channel: 'applicationChannel', chaincode: 'name', key: 'name', value: 'text' },
  verifyLedger: { node: 'peer' },
  rebuildDatabases: { node: 'peer' },
  resetPeer: { node: 'peer' },
  rollbackPeer: { node: 'peer', channel: 'applicationChannel', block: 'blockNumber' },
  discoverPeers: { ...PEER_ACCESS, channel: 'textOrNull' },
  discoverConfig: { ...PEER_ACCESS, channel: 'applicationChannel' },
  discoverEndorsers: { ...PEER_ACCESS, channel: 'applicationChannel', chaincode: 'name', collections: 'texts' },
  submitTransaction: {
    ...CALL,
    endorsers: 'peersOrNull',
  },
  evaluateTransaction: {
    ...CALL,
    peer: 'peerOrNull',
  },
  submitMany: {
    ...CALL,
    endorsers: 'peersOrNull',
    count: 'callCount',
    interval: 'micros',
    strategy: 'workloadStrategy',
  },
  listenEvents: {
    client: 'client',
    identity: 'name',
    channel: 'applicationChannel',
    kind: 'eventKind',
    chaincode: 'text',
    from: 'eventStart',
  },
  stopListening: { client: 'client', channel: 'applicationChannel', kind: 'eventKind', chaincode: 'text' },
  enrollIdentity: {
    ...CA_ACCESS,
    id: 'text',
    secret: 'text',
    identity: 'name',
    profile: 'text',
    attributes: 'texts',
  },
  registerIdentity: {
    ...CA_ACCESS,
    registrar: 'name',
    id: 'text',
    secret: 'text',
    idType: 'text',
    affiliation: 'text',
    maxEnrollments: 'integer',
    attributes: 'texts',
  },
  reenrollIdentity: { ...CA_ACCESS, identity: 'name' },
  revokeIdentity: { ...CA_ACCESS, registrar: 'name', id: 'text', serial: 'text', aki: 'text', reason: 'text' },
  generateCrl: { ...CA_ACCESS, registrar: 'name' },
  listIdentities: { ...CA_ACCESS, registrar: 'name' },
  listAffiliations: { ...CA_ACCESS, registrar: 'name' },
  addAffiliation: { ...CA_ACCESS, registrar: 'name', affiliation: 'name' },
};

const CALL_ROUTE = { via: 'callRoute', gateway: 'peer', organizations: 'texts' } as const;
const SIGNED_BY = { identity: 'name' } as const;

/** Fields that may be left out: what recordings of earlier versions do not have, and what is said only when it differs. */
const OPTIONAL_FIELDS: Partial<Readonly<Record<CommandType, Readonly<Record<string, FieldKind>>>>> = {
  setLink: { oneWay: 'flag' },
  joinPeer: SIGNED_BY,
  installChaincode: SIGNED_BY,
  approveChaincode: { ...SIGNED_BY, packageId: 'name', peers: 'peers' },
  commitChaincode: { ...SIGNED_BY, peers: 'peers' },
  queryInstalled: { ...SIGNED_BY, json: 'flag' },
  getInstalledPackage: SIGNED_BY,
  queryApproved: { ...SIGNED_BY, json: 'flag' },
  checkCommitReadiness: { ...SIGNED_BY, inspect: 'flag', json: 'flag' },
  queryCommitted: { ...SIGNED_BY, json: 'flag' },
  listChannels: SIGNED_BY,
  getChannelInfo: SIGNED_BY,
  submitSnapshotRequest: SIGNED_BY,
  cancelSnapshotRequest: SIGNED_BY,
  listSnapshotRequests: SIGNED_BY,
  joinPeerBySnapshot: SIGNED_BY,
  joinBySnapshotStatus: SIGNED_BY,
  discoverPeers: SIGNED_BY,
  discoverConfig: SIGNED_BY,
  discoverEndorsers: { ...SIGNED_BY, noPrivateReads: 'flag' },
  submitTransaction: { isInit: 'flag', forgery: 'forgery', ...CALL_ROUTE },
  evaluateTransaction: CALL_ROUTE,
  submitMany: CALL_ROUTE,
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
const isNumberIn = (value: unknown, min: number, max: number): boolean =>
  typeof value === 'number' && value >= min && value <= max;

const isCommandType = (value: unknown): value is CommandType =>
  typeof value === 'string' && Object.hasOwn(COMMAND_FIELDS, value);

/** A command that names only what this topology has. @param where path used in the refusal */
export function checkCommand(value: unknown, topology: Topology, where: string): Result<Command> {
  if (!isObject(value)) return refuse('notACommand', {}, where);
  const { type } = value;
  if (!isCommandType(type)) return refuse('unknownCommand', { command: shown(type) }, `${where}.type`);
  const optional = Object.entries(OPTIONAL_FIELDS[type] ?? {}).filter(([name]) => Object.hasOwn(value, name));
  const fields = { ...COMMAND_FIELDS[type], ...Object.fromEntries(optional) };
  for (const [name, kind] of Object.entries(fields)) {
    const at = `${where}.${name}`;
    if (!Object.hasOwn(value, name)) return refuse('missingField', { command: type, field: name }, at);
    if (kind === 'addition') {
      const grown = checkAddition(value[name], topology, at);
      if (!grown.ok) return grown;
      continue;
    }
    if (kind === 'configChange') {
      const change = checkConfigChange(value[name], topology, at);
      if (!change.ok) return change;
      continue;
    }
    if (kind === 'plannedFaults') {
      const plan = checkPlannedFaults(
        value[name],
        at,
        (fault, place) => checkCommand(fault, topology, place),
        topology,
      );
      if (!plan.ok) return plan;
      continue;
    }
    if (kind === 'package') {
      const carried = checkPackage(value[name], value['label'], at);
      if (!carried.ok) return carried;
      continue;
    }
    const flaw = checkField(value[name], kind, topology);
    if (flaw) return refuse(flaw, { command: type, field: name, value: shown(value[name]) }, at);
    const collections = kind === 'definition' ? collectionsOf(value[name]) : undefined;
    const checked = collections === undefined ? ok(undefined) : checkCollections(collections, `${at}.collections`);
    if (!checked.ok) return checked;
  }
  const extra = Object.keys(value).find((name) => name !== 'type' && !Object.hasOwn(fields, name));
  if (extra !== undefined) return refuse('unknownField', { command: type, field: extra }, `${where}.${extra}`);
  return ok(value as unknown as Command);
}

/** More calls or longer pauses than this only keep a learner waiting. */
const MOST_CALLS = 1_000;
const LONGEST_INTERVAL = 60_000_000;

type Check = (value: unknown, topology: Topology) => boolean;
type PlainKind = Exclude<FieldKind, NodeRole | 'node' | 'configChange' | 'addition' | 'package' | 'plannedFaults'>;

/** Of each kind of field: when it is good, and the code of the refusal when it is not. */
const CHECKS: Readonly<Record<PlainKind, readonly [Check, string]>> = {
  text: [(value) => typeof value === 'string', 'notText'],
  name: [(value) => typeof value === 'string' && value !== '', 'notText'],
  textOrNull: [(value) => value === null || typeof value === 'string', 'notText'],
  integer: [(value) => Number.isSafeInteger(value), 'notAnInteger'],
  blockNumber: [(value) => Number.isSafeInteger(value) && Number(value) >= 0, 'notABlockNumber'],
  flag: [(value) => typeof value === 'boolean', 'notAFlag'],
  share: [(value) => isNumberIn(value, 0, 1), 'notAShare'],
  factor: [(value) => isNumberIn(value, 0.01, 1_000), 'notAFactor'],
  texts: [isTexts, 'notTexts'],
  contractFiles: [isContractFiles, 'notContractFiles'],
  textsByName: [(value) => isObject(value) && isTexts(Object.values(value)), 'notTexts'],
  channel: [
    (value, { channels, systemChannel }) => [...channels, systemChannel].some((channel) => channel?.id === value),
    'unknownChannel',
  ],
  applicationChannel: [(value, { channels }) => channels.some(({ id }) => id === value), 'unknownChannel'],
  org: [
    (value, { ordererOrg, peerOrgs }) => [ordererOrg, ...peerOrgs].some(({ name }) => name === value),
    'unknownOrganization',
  ],
  nodeGroups: [areGroups, 'notGroups'],
  definition: [isDefinition, 'notADefinition'],
  callRoute: [(value) => value === 'client' || value === 'gateway', 'notACallRoute'],
  forgery: [(value) => FORGERIES.some((known) => known === value), 'notAForgery'],
  callCount: [(value) => Number.isSafeInteger(value) && isNumberIn(value, 1, MOST_CALLS), 'notACallCount'],
  micros: [(value) => Number.isSafeInteger(value) && isNumberIn(value, 1, LONGEST_INTERVAL), 'notAnInterval'],
  lie: [(value) => value === 'none' || LIES.some((lie) => lie === value), 'notALie'],
  workloadStrategy: [
    (value) => value === 'none' || value === 'retry' || value === 'queue' || value === 'batch',
    'notAStrategy',
  ],
  eventKind: [
    (value) => value === 'block' || value === 'filtered' || value === 'privateData' || value === 'chaincode',
    'notAnEventKind',
  ],
  eventStart: [
    (value) => typeof value === 'string' && /^(newest|oldest|checkpoint|\d{1,15})$/.test(value),
    'notAnEventStart',
  ],
  peerOrNull: [(value, topology) => value === null || isNode(value, 'peer', topology), 'unknownNode'],
  peers: [
    (value, topology) => isTexts(value) && value.length > 0 && value.every((peer) => isNode(peer, 'peer', topology)),
    'unknownNode',
  ],
  peersOrNull: [
    (value, topology) =>
      value === null || (isTexts(value) && value.length > 0 && value.every((peer) => isNode(peer, 'peer', topology))),
    'unknownNode',
  ],
};

const isPlain = (kind: FieldKind): kind is PlainKind => Object.hasOwn(CHECKS, kind);

/** The code of the refusal, or undefined when the field is good. */
function checkField(
  value: unknown,
  kind: Exclude<FieldKind, 'configChange' | 'addition' | 'package' | 'plannedFaults'>,
  topology: Topology,
): string | undefined {
  if (!isPlain(kind)) return isNode(value, kind, topology) ? undefined : 'unknownNode';
  const [isGood, refusal] = CHECKS[kind];
  return isGood(value, topology) ? undefined : refusal;
}

function isNode(value: unknown, role: NodeRole | 'node', topology: Topology): boolean {
  return nodesOf(topology).some((node) => node.id === value && (role === 'node' || node.role === role));
}

/** Two groups at least, none empty, no node in two. */
function areGroups(value: unknown, topology: Topology): boolean {
  if (!Array.isArray(value) || value.length < 2 || !value.every((group) => isTexts(group) && group.length > 0))
    return false;
  const nodes = value.flat() as readonly string[];
  return new Set(nodes).size === nodes.length && nodes.every((node) => isNode(node, 'node', topology));
}

/** A path that stays inside its folder, as tools write it. */
const INNER_PATH = /^(?!\/)(?!.*(?:^|\/)\.{0,2}(?:\/|$))[^\\]+$/;

function isContractFiles(value: unknown): boolean {
  if (!isObject(value)) return false;
  const files = Object.entries(value);
  return files.length > 0 && files.every(([path, text]) => INNER_PATH.test(path) && (text === null || isText(text)));
}

const isText = (value: unknown): value is string => typeof value === 'string';

function isDefinition(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { name, version, sequence, signaturePolicy, channelConfigPolicy, initRequired } = value;
  return (
    typeof name === 'string' &&
    typeof version === 'string' &&
    Number.isSafeInteger(sequence) &&
    (signaturePolicy === null || typeof signaturePolicy === 'string') &&
    (channelConfigPolicy === undefined || typeof channelConfigPolicy === 'string') &&
    typeof initRequired === 'boolean'
  );
}

/** Old recordings have definitions without. */
const collectionsOf = (definition: unknown): unknown => (isObject(definition) ? definition['collections'] : undefined);
