/**
 * What an administrator asks a peer about itself: installed packages, approvals, definitions, channels, the height of a
 * chain. Each is a proposal to a system chaincode that is answered and never submitted, and the tool prints the answer.
 *
 * @fabric internal/peer/lifecycle/chaincode, internal/peer/channel/{list,getinfo}.go
 */
import { create, type DescMessage, type MessageShape, toBinary } from '@bufbuild/protobuf';
import type { ActorId } from '../kernel/actor.ts';
import { ok, type Result } from '../kernel/result.ts';
import { base64, fromUtf8, hex, utf8 } from '../wire/bytes.ts';
import { decode } from '../wire/decode.ts';
import { BlockchainInfoSchema } from '../wire/gen/common/ledger_pb.ts';
import {
  CheckCommitReadinessArgsSchema,
  CheckCommitReadinessResultSchema,
  GetInstalledChaincodePackageArgsSchema,
  QueryApprovedChaincodeDefinitionArgsSchema,
  QueryApprovedChaincodeDefinitionResultSchema,
  QueryChaincodeDefinitionArgsSchema,
  QueryChaincodeDefinitionResultSchema,
  QueryChaincodeDefinitionsArgsSchema,
  QueryChaincodeDefinitionsResultSchema,
  QueryInstalledChaincodesArgsSchema,
  QueryInstalledChaincodesResultSchema,
} from '../wire/gen/peer/lifecycle/lifecycle_pb.ts';
import { ChannelQueryResponseSchema, JoinBySnapshotStatusSchema } from '../wire/gen/peer/query_pb.ts';
import type { ChaincodeCall } from '../wire/proposal.ts';
import type { ChaincodeDefinition } from './chaincode-definition.ts';
import { definitionFields } from './definition-fields.ts';
import { goJson } from './go-json.ts';

/** Who asks which peer. `identity` is a wallet entry, `Admin` unless said otherwise. */
interface Asked {
  readonly node: ActorId;
  readonly identity?: string;
}

/** `--output json` instead of the plain form. */
interface Printed {
  readonly json?: boolean;
}

/** `peer lifecycle chaincode query…`, `peer channel list`, `peer channel getinfo`. */
export type PeerQueryTask = Asked &
  (
    | (Printed & { readonly type: 'queryInstalled' })
    | { readonly type: 'getInstalledPackage'; readonly packageId: string }
    /** `sequence` 0: the latest approval. */
    | (Printed & {
        readonly type: 'queryApproved';
        readonly channel: string;
        readonly name: string;
        readonly sequence: number;
      })
    | (Printed & {
        readonly type: 'checkCommitReadiness';
        readonly channel: string;
        readonly definition: ChaincodeDefinition;
        /** Also say in what an organisation's approval differs. */
        readonly inspect?: boolean;
      })
    /** `name` null: all definitions of the channel. */
    | (Printed & { readonly type: 'queryCommitted'; readonly channel: string; readonly name: string | null })
    | { readonly type: 'listChannels' }
    | { readonly type: 'joinBySnapshotStatus' }
    | { readonly type: 'getChannelInfo'; readonly channel: string }
  );

export const PEER_QUERY_TYPES: readonly PeerQueryTask['type'][] = [
  'queryInstalled',
  'getInstalledPackage',
  'queryApproved',
  'checkCommitReadiness',
  'queryCommitted',
  'listChannels',
  'joinBySnapshotStatus',
  'getChannelInfo',
];

export const isPeerQuery = <T extends { readonly type: string }>(task: T): task is Extract<T, PeerQueryTask> =>
  PEER_QUERY_TYPES.some((type) => type === task.type);

const call = (channelId: string, chaincodeName: string, name: string, ...args: Uint8Array[]): ChaincodeCall => ({
  channelId,
  chaincodeName,
  args: [utf8(name), ...args],
});

function lifecycle<Desc extends DescMessage>(channel: string, schema: Desc, args: MessageShape<Desc>): ChaincodeCall {
  return call(channel, '_lifecycle', schema.name.slice(0, -'Args'.length), toBinary(schema, args));
}

/** The call of `task`; the error is the text with which the real tool refuses to send it. */
export function queryCall(task: PeerQueryTask): Result<ChaincodeCall, string> {
  switch (task.type) {
    case 'queryInstalled':
      return ok(lifecycle('', QueryInstalledChaincodesArgsSchema, create(QueryInstalledChaincodesArgsSchema)));
    case 'getInstalledPackage': {
      const args = create(GetInstalledChaincodePackageArgsSchema, { packageId: task.packageId });
      return ok(lifecycle('', GetInstalledChaincodePackageArgsSchema, args));
    }
    case 'queryApproved': {
      const { name, sequence } = task;
      const args = create(QueryApprovedChaincodeDefinitionArgsSchema, { name, sequence: BigInt(sequence) });
      return ok(lifecycle(task.channel, QueryApprovedChaincodeDefinitionArgsSchema, args));
    }
    case 'checkCommitReadiness': {
      const fields = definitionFields(task.definition);
      if (!fields.ok) return fields;
      const args = create(CheckCommitReadinessArgsSchema, fields.value);
      return ok(lifecycle(task.channel, CheckCommitReadinessArgsSchema, args));
    }
    case 'queryCommitted': {
      const { channel, name } = task;
      if (name === null)
        return ok(lifecycle(channel, QueryChaincodeDefinitionsArgsSchema, create(QueryChaincodeDefinitionsArgsSchema)));
      return ok(
        lifecycle(channel, QueryChaincodeDefinitionArgsSchema, create(QueryChaincodeDefinitionArgsSchema, { name })),
      );
    }
    case 'listChannels':
      return ok(call('', 'cscc', 'GetChannels'));
    case 'joinBySnapshotStatus':
      return ok(call('', 'cscc', 'JoinBySnapshotStatus'));
    case 'getChannelInfo':
      return ok(call('', 'qscc', 'GetChainInfo', utf8(task.channel)));
  }
}

/** What the tool prints on its standard output for a good answer, without the last line's end. */
export function queryOutput(task: PeerQueryTask, payload: Uint8Array): string {
  if ('json' in task && task.json) return jsonOutput(task, payload);
  switch (task.type) {
    case 'queryInstalled': {
      const { installedChaincodes } = read(QueryInstalledChaincodesResultSchema, payload);
      const rows = installedChaincodes.map(({ packageId, label }) => `Package ID: ${packageId}, Label: ${label}`);
      return ['Installed chaincodes on peer:', ...rows].join('\n');
    }
    case 'getInstalledPackage':
      return '';
    case 'queryApproved':
      return approvedOutput(task, payload);
    case 'checkCommitReadiness':
      return readinessOutput(task, payload);
    case 'queryCommitted':
      return committedOutput(task, payload);
    case 'listChannels': {
      const { channels } = read(ChannelQueryResponseSchema, payload);
      return ['Channels peers has joined: ', ...channels.map(({ channelId }) => channelId)].join('\n');
    }
    case 'joinBySnapshotStatus': {
      const { inProgress, bootstrappingSnapshotDir } = read(JoinBySnapshotStatusSchema, payload);
      return inProgress
        ? `A joinbysnapshot operation is in progress for snapshot at ${bootstrappingSnapshotDir}`
        : 'No joinbysnapshot operation is in progress';
    }
    case 'getChannelInfo':
      return `Blockchain info: ${chainInfoText(payload)}`;
  }
}

/** What of a definition to look at when an organisation approved something else: the tool's words, not the peer's. */
const HINTS: Readonly<Record<string, string>> = {
  ChaincodeParameters: 'Sequence, ChaincodeName',
  EndorsementInfo: 'Version, InitRequired, EndorsementPlugin',
  ValidationInfo: 'ValidationParameter, ValidationPlugin',
  Collections: 'Collections',
};
const withHint = (item: string): string => (HINTS[item] === undefined ? item : `${item} (Check the ${HINTS[item]})`);

function jsonOutput(task: PeerQueryTask & Printed, payload: Uint8Array): string {
  const printed = (schema: DescMessage): string => goJson(schema, read(schema, payload));
  switch (task.type) {
    case 'queryInstalled':
      return printed(QueryInstalledChaincodesResultSchema);
    case 'queryApproved':
      return printed(QueryApprovedChaincodeDefinitionResultSchema);
    case 'queryCommitted':
      return printed(task.name === null ? QueryChaincodeDefinitionsResultSchema : QueryChaincodeDefinitionResultSchema);
    case 'checkCommitReadiness': {
      const { approvals, mismatches } = read(CheckCommitReadinessResultSchema, payload);
      const hinted = Object.entries(mismatches).map(([mspId, { items }]) => [mspId, { items: items.map(withHint) }]);
      const shown = { approvals, ...(task.inspect && { mismatches: Object.fromEntries(hinted) as typeof mismatches }) };
      return goJson(CheckCommitReadinessResultSchema, create(CheckCommitReadinessResultSchema, shown));
    }
    default:
      return '';
  }
}

/** An answer that cannot be read is printed as if it were empty. */
function read<Desc extends DescMessage>(schema: Desc, payload: Uint8Array): MessageShape<Desc> {
  const decoded = decode(schema, payload);
  return decoded.ok ? decoded.value : create(schema);
}

function chainInfoText(payload: Uint8Array): string {
  const info = read(BlockchainInfoSchema, payload);
  const { height, currentBlockHash, previousBlockHash, bootstrappingSnapshotInfo: from } = info;
  return JSON.stringify({
    ...(height > 0n && { height: Number(height) }),
    ...(currentBlockHash.length > 0 && { currentBlockHash: base64(currentBlockHash) }),
    ...(previousBlockHash.length > 0 && { previousBlockHash: base64(previousBlockHash) }),
    ...(from && { bootstrappingSnapshotInfo: { lastBlockInSnapshot: Number(from.lastBlockInSnapshot) } }),
  });
}

function approvedOutput({ name, channel }: PeerQueryTask & { type: 'queryApproved' }, payload: Uint8Array): string {
  const answer = read(QueryApprovedChaincodeDefinitionResultSchema, payload);
  const { sequence, version, initRequired, endorsementPlugin, validationPlugin, source } = answer;
  const packageId = source?.Type.case === 'localPackage' ? source.Type.value.packageId : '';
  return [
    `Approved chaincode definition for chaincode '${name}' on channel '${channel}':`,
    `sequence: ${sequence}, version: ${version}, init-required: ${initRequired}, package-id: ${packageId}, endorsement plugin: ${endorsementPlugin}, validation plugin: ${validationPlugin}`,
  ].join('\n');
}

function readinessOutput(task: PeerQueryTask & { type: 'checkCommitReadiness' }, payload: Uint8Array): string {
  const { name, version, sequence } = task.definition;
  const { approvals, mismatches } = read(CheckCommitReadinessResultSchema, payload);
  const rows = Object.entries(approvals).map(([mspId, approved]) => {
    const different = task.inspect ? (mismatches[mspId]?.items ?? []) : [];
    const why = different.map((item) => item.split(' ')[0]).join(', ');
    return `${mspId}: ${approved}${why === '' ? '' : ` (mismatch: [${why}])`}`;
  });
  const head = `Chaincode definition for chaincode '${name}', version '${version}', sequence '${sequence}'`;
  return [`${head} on channel '${task.channel}' approval status by org:`, ...rows].join('\n');
}

function committedOutput({ channel, name }: PeerQueryTask & { type: 'queryCommitted' }, payload: Uint8Array): string {
  if (name === null) {
    const { chaincodeDefinitions } = read(QueryChaincodeDefinitionsResultSchema, payload);
    const rows = chaincodeDefinitions.map((definition) => `Name: ${definition.name}, ${definitionText(definition)}`);
    return [`Committed chaincode definitions on channel '${channel}':`, ...rows].join('\n');
  }
  const definition = read(QueryChaincodeDefinitionResultSchema, payload);
  const approvals = Object.entries(definition.approvals).map(([mspId, approved]) => `${mspId}: ${approved}`);
  return [
    `Committed chaincode definition for chaincode '${name}' on channel '${channel}':`,
    `${definitionText(definition)}, Approvals: [${approvals.join(', ')}]`,
  ].join('\n');
}

function definitionText(definition: {
  readonly version: string;
  readonly sequence: bigint;
  readonly endorsementPlugin: string;
  readonly validationPlugin: string;
}): string {
  const { version, sequence, endorsementPlugin, validationPlugin } = definition;
  return `Version: ${version}, Sequence: ${sequence}, Endorsement Plugin: ${endorsementPlugin}, Validation Plugin: ${validationPlugin}`;
}

/**
 * The payload of a query as text. System chaincodes answer with messages, which are shown in hexadecimal as
 * `peer chaincode query --hex` shows them; only a list of channels can be read as it comes.
 */
export function payloadText(chaincode: string, functionName: string, payload: Uint8Array): string {
  const isMessage =
    ['qscc', '_lifecycle'].includes(chaincode) || (chaincode === 'cscc' && functionName !== 'GetChannels');
  return isMessage ? hex(payload) : fromUtf8(payload);
}
