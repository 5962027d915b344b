/** The fields of every command's form, in their order. */
import type { CommandType } from '../../sim/protocol/commands.ts';
import type { Field, FieldKind } from './form-field.ts';

const field = (path: string, kind: FieldKind): Field => ({ path, kind });

const DEFINITION: readonly Field[] = [
  field('definition.name', 'text'),
  field('definition.version', 'text'),
  field('definition.sequence', 'number'),
  field('definition.signaturePolicy', 'optionalText'),
  field('definition.channelConfigPolicy', 'omittedText'),
  field('definition.initRequired', 'boolean'),
  field('definition.collections', 'collections'),
];

const CALL: readonly Field[] = [
  field('client', 'client'),
  field('identity', 'text'),
  field('channel', 'channel'),
  field('chaincode', 'text'),
  field('function', 'text'),
  field('args', 'lines'),
  field('transient', 'pairs'),
];

const PEER_ACCESS: readonly Field[] = [field('client', 'client'), field('node', 'peer')];
const AS_JSON: Field = field('json', 'omittedFlag');
const BLOCK: Field = field('block', 'number');
const SNAPSHOT_BLOCK: Field = { ...BLOCK, label: 'snapshotBlock' };
const AS_ADMINISTRATOR: Field = field('identity', 'administrator');
/** Who collects the endorsements. */
const ROUTE: readonly Field[] = [
  field('via', 'callRoute'),
  field('gateway', 'omittedPeer'),
  field('organizations', 'omittedLines'),
];

const LISTENED: readonly Field[] = [
  field('channel', 'channel'),
  field('kind', 'eventKind'),
  { ...field('chaincode', 'blankText'), label: 'eventChaincode' },
];

const CA_ACCESS: readonly Field[] = [field('client', 'client'), field('ca', 'ca')];
const AS_REGISTRAR: readonly Field[] = [...CA_ACCESS, field('registrar', 'text')];

export const FIELDS: Readonly<Record<CommandType, readonly Field[]>> = {
  submitTransaction: [
    ...CALL,
    field('endorsers', 'optionalPeers'),
    field('isInit', 'omittedFlag'),
    field('forgery', 'forgery'),
    ...ROUTE,
  ],
  evaluateTransaction: [...CALL, field('peer', 'optionalPeer'), ...ROUTE],
  submitMany: [
    ...CALL,
    field('endorsers', 'optionalPeers'),
    field('count', 'number'),
    field('interval', 'number'),
    field('strategy', 'workloadStrategy'),
    ...ROUTE,
  ],
  listenEvents: [
    field('client', 'client'),
    field('identity', 'text'),
    ...LISTENED,
    { ...field('from', 'text'), label: 'start' },
  ],
  stopListening: [field('client', 'client'), ...LISTENED],
  crashNode: [field('node', 'node')],
  restartNode: [field('node', 'node')],
  stopNode: [field('node', 'node')],
  degradeNode: [field('node', 'node'), field('loss', 'number'), field('latencyFactor', 'number')],
  // Groups of nodes and plans have places of their own, where they can be seen.
  partitionNetwork: [],
  healNetwork: [],
  planFaults: [],
  isolateNode: [field('node', 'node'), field('isolated', 'boolean')],
  corruptOrderer: [field('node', 'orderer'), field('lie', 'lie')],
  setLink: [
    field('from', 'node'),
    field('to', 'node'),
    field('up', 'boolean'),
    field('loss', 'number'),
    field('latencyFactor', 'number'),
    field('oneWay', 'omittedFlag'),
  ],
  startNode: [field('node', 'node')],
  enrollIdentity: [
    ...CA_ACCESS,
    field('id', 'text'),
    field('secret', 'text'),
    field('identity', 'text'),
    field('profile', 'blankText'),
    field('attributes', 'lines'),
  ],
  registerIdentity: [
    ...AS_REGISTRAR,
    field('id', 'text'),
    field('secret', 'blankText'),
    field('idType', 'blankText'),
    field('affiliation', 'blankText'),
    field('maxEnrollments', 'number'),
    field('attributes', 'lines'),
  ],
  reenrollIdentity: [...CA_ACCESS, field('identity', 'text')],
  revokeIdentity: [
    ...AS_REGISTRAR,
    field('id', 'blankText'),
    field('serial', 'blankText'),
    field('aki', 'blankText'),
    field('reason', 'blankText'),
  ],
  generateCrl: AS_REGISTRAR,
  listIdentities: AS_REGISTRAR,
  listAffiliations: AS_REGISTRAR,
  addAffiliation: [...AS_REGISTRAR, field('affiliation', 'text')],
  extendNetwork: [],
  generateCrypto: [],
  createGenesisBlock: [field('channel', 'genesisChannel')],
  createChannelTransaction: [field('channel', 'channel')],
  createChannel: [field('client', 'client'), field('channel', 'channel')],
  fetchChannelBlock: [field('client', 'client'), field('channel', 'anyChannel')],
  joinOrderer: [field('node', 'orderer'), field('channel', 'channel')],
  joinPeer: [field('node', 'peer'), field('channel', 'channel')],
  setAnchorPeer: [field('client', 'client'), field('channel', 'channel'), field('peer', 'peer')],
  prepareConfigUpdate: [
    field('client', 'client'),
    field('channel', 'anyChannel'),
    field('update', 'text'),
    field('change.kind', 'changeKind'),
  ],
  signConfigUpdate: [field('org', 'org'), field('update', 'text')],
  submitConfigUpdate: [field('client', 'client'), field('update', 'text')],
  // Files are written in the contract editor, not here.
  writeContract: [field('client', 'client'), field('source', 'text'), field('files', 'pairs')],
  // A file is chosen where contracts are, not here.
  importPackage: [field('client', 'client'), field('label', 'text'), field('package', 'text')],
  packageChaincode: [field('client', 'client'), field('source', 'text'), field('label', 'text')],
  installChaincode: [...PEER_ACCESS, field('label', 'text'), AS_ADMINISTRATOR],
  approveChaincode: [
    field('client', 'client'),
    field('channel', 'channel'),
    ...DEFINITION,
    field('label', 'optionalText'),
    field('packageId', 'omittedText'),
    field('peers', 'omittedPeers'),
    AS_ADMINISTRATOR,
  ],
  commitChaincode: [
    field('client', 'client'),
    field('channel', 'channel'),
    ...DEFINITION,
    field('peers', 'omittedPeers'),
    AS_ADMINISTRATOR,
  ],
  queryInstalled: [...PEER_ACCESS, AS_JSON, AS_ADMINISTRATOR],
  getInstalledPackage: [...PEER_ACCESS, field('packageId', 'text'), AS_ADMINISTRATOR],
  queryApproved: [
    ...PEER_ACCESS,
    field('channel', 'channel'),
    field('name', 'text'),
    field('sequence', 'number'),
    AS_JSON,
    AS_ADMINISTRATOR,
  ],
  checkCommitReadiness: [
    ...PEER_ACCESS,
    field('channel', 'channel'),
    ...DEFINITION,
    field('inspect', 'omittedFlag'),
    AS_JSON,
    AS_ADMINISTRATOR,
  ],
  queryCommitted: [
    ...PEER_ACCESS,
    field('channel', 'channel'),
    field('name', 'optionalText'),
    AS_JSON,
    AS_ADMINISTRATOR,
  ],
  listChannels: [...PEER_ACCESS, AS_ADMINISTRATOR],
  getChannelInfo: [...PEER_ACCESS, field('channel', 'channel'), AS_ADMINISTRATOR],
  submitSnapshotRequest: [...PEER_ACCESS, field('channel', 'channel'), SNAPSHOT_BLOCK, AS_ADMINISTRATOR],
  cancelSnapshotRequest: [...PEER_ACCESS, field('channel', 'channel'), BLOCK, AS_ADMINISTRATOR],
  listSnapshotRequests: [...PEER_ACCESS, field('channel', 'channel'), AS_ADMINISTRATOR],
  joinPeerBySnapshot: [
    ...PEER_ACCESS,
    field('channel', 'channel'),
    { ...field('from', 'peer'), label: 'snapshotFrom' },
    BLOCK,
    AS_ADMINISTRATOR,
  ],
  joinBySnapshotStatus: [...PEER_ACCESS, AS_ADMINISTRATOR],
  tamperBlock: [
    field('node', 'peer'),
    field('channel', 'channel'),
    BLOCK,
    field('find', 'text'),
    field('replace', 'text'),
    field('rehash', 'boolean'),
  ],
  tamperState: [
    field('node', 'peer'),
    field('channel', 'channel'),
    field('chaincode', 'text'),
    field('key', 'text'),
    field('value', 'text'),
  ],
  verifyLedger: [field('node', 'peer')],
  rebuildDatabases: [field('node', 'peer')],
  resetPeer: [field('node', 'peer')],
  rollbackPeer: [field('node', 'peer'), field('channel', 'channel'), BLOCK],
  discoverPeers: [...PEER_ACCESS, field('channel', 'optionalText'), AS_ADMINISTRATOR],
  discoverConfig: [...PEER_ACCESS, field('channel', 'channel'), AS_ADMINISTRATOR],
  discoverEndorsers: [
    ...PEER_ACCESS,
    field('channel', 'channel'),
    field('chaincode', 'text'),
    field('collections', 'lines'),
    field('noPrivateReads', 'omittedFlag'),
    AS_ADMINISTRATOR,
  ],
};
