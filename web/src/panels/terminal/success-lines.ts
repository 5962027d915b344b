/**
 * What a tool prints when all went well, as recorded of Fabric 3.1.1 (and 2.4 where there is a system channel), without the
 * time and number its log begins each line with, and with gRPC's own lines off. Empty where the tool says nothing.
 *
 * @fabric internal/peer, cmd/osnadmin, cmd/configtxgen, cmd/cryptogen
 * @simplified The client of the lab waits for a transaction at one peer, the tool at each it was given: there is a line of
 * ClientWait for the one that told it. How often `peer channel create` asked for the first block is not said.
 */
import type { Command, CommandOf, FactOf, NodeId, Topology } from '../lab-types.ts';
import { Addresses } from './addresses.ts';
import { HOME } from './shell/working-tree.ts';
import { channelStatus, runsChain, statusLines } from './participation.ts';
import { CONNECTED, entered, errorOfTool, goQuoted, ofTool, type Printed, type Told } from './printed.ts';

/** What is known of a command that is done. */
export interface Success {
  /** seq of the entries that say it was given and it was done. */
  readonly givenSeq: number;
  readonly doneSeq: number;
  readonly txid: string;
  readonly packageId: string;
  /** Peers that were asked to endorse. */
  readonly endorsers: readonly NodeId[];
  /** What it was answered; empty for a command that asks nothing. */
  readonly output: string;
}

type CommitStatus = FactOf<'commitStatusReceived'>;

function statusesOf(txid: string, told: Told): readonly CommitStatus[] {
  return told.ofTransaction(txid).flatMap(({ fact }) => (fact.type === 'commitStatusReceived' ? [fact] : []));
}

/** A line for each peer that told the client what became of its transaction. */
export const waited = (txid: string, told: Told, at: Addresses): readonly string[] =>
  statusesOf(txid, told).map(
    ({ peer, code }) =>
      `INFO [chaincodeCmd] ClientWait -> txid [${txid}] committed with status (${code}) at ${at.endpoint(peer)}`,
  );

/** The answer of the chaincode as the first peer asked gave it, in the form of a message of protobuf. */
function resultOf({ txid, endorsers: [first] }: Success, told: Told): string {
  const finished = told
    .ofTransaction(txid)
    .find(({ node, fact }) => fact.type === 'simulationFinished' && node === first)?.fact;
  if (finished?.type !== 'simulationFinished') return 'status:200';
  const { status, message, payload } = finished;
  const parts = [
    `status:${status}`,
    ...(message === '' ? [] : [`message:${goQuoted(message)}`]),
    ...(payload === '' ? [] : [`payload:${goQuoted(payload)}`]),
  ];
  return parts.join('  ');
}

/** An invalid transaction is an error of the tool, though the command came to its end. */
function invoked(success: Success, told: Told, at: Addresses): readonly Printed[] {
  const { txid } = success;
  const lines = [entered('invoke'), ...waited(txid, told, at)];
  const invalid = statusesOf(txid, told).find(({ code }) => code !== 'VALID')?.code;
  if (invalid !== undefined)
    return [
      ...ofTool(...lines),
      ...errorOfTool(`Error: transaction invalidated with status (${invalid}) - proposal response: <nil>`),
    ];
  const result = resultOf(success, told);
  return ofTool(
    ...lines,
    `INFO [chaincodeCmd] chaincodeInvokeOrQuery -> Chaincode invoke successful. result: ${result}`,
  );
}

const LIFECYCLE = 'INFO [cli.lifecycle.chaincode] submitInstallProposal ->';

function installed({ packageId }: Success): readonly string[] {
  if (packageId === '') return [];
  const label = packageId.slice(0, packageId.lastIndexOf(':'));
  // Two fields of a message: a tag and the length of what follows.
  const field = (tag: string, text: string): string => `${tag}${lengthByte(text.length)}${text}`;
  const payload = `${field('\\n', packageId)}${field('\\x12', label)}`;
  return [
    `${LIFECYCLE} Installed remotely: response:{status:200  payload:"${payload}"}`,
    `${LIFECYCLE} Chaincode code package identifier: ${packageId}`,
  ];
}

const PRINTABLE = { first: 0x20, last: 0x7e };
const SHORT_ESCAPES: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 13: '\\r', 34: '\\"', 92: '\\\\' };

/** A length below 128, as Go prints the byte. */
function lengthByte(length: number): string {
  const short = SHORT_ESCAPES[length];
  if (short !== undefined) return short;
  return length >= PRINTABLE.first && length <= PRINTABLE.last
    ? String.fromCharCode(length)
    : `\\x${length.toString(16).padStart(2, '0')}`;
}

/** The channel's status as the orderer's own API gives it in answer to the join. */
function joined({ channel, node }: CommandOf<'joinOrderer'>, { doneSeq }: Success, told: Told, topology: Topology) {
  const runs = runsChain({ node, channel, before: doneSeq }, told);
  const height = runs === true ? 1 : 0;
  return statusLines(201, channelStatus({ node, channel, before: doneSeq, joinedAt: doneSeq, height }, told, topology));
}

const GENERATING = 'INFO [common.tools.configtxgen]';
export const LOADING = `${GENERATING} main -> Loading configuration`;
const LOADED = `${GENERATING.slice(0, -1)}.localconfig] Load -> Loaded configuration: ${HOME}/configtx.yaml`;

function generated({ channel }: CommandOf<'createGenesisBlock'>, topology: Topology): readonly string[] {
  const { systemChannel, kafka, channels } = topology;
  const own = channels.find(({ id }) => id === channel)?.consensus === 'BFT' ? 'BFT' : 'etcdraft';
  const type = kafka === undefined ? own : 'kafka';
  const completing = `${GENERATING.slice(0, -1)}.localconfig] completeInitialization ->`;
  const options =
    'Orderer.EtcdRaft.Options unset, setting to tick_interval:"500ms" election_tick:10 heartbeat_tick:1 max_inflight_blocks:5 snapshot_interval_size:16777216 ';
  const kind = systemChannel === undefined ? 'application' : 'system';
  return [
    LOADING,
    `${completing} orderer type: ${type}`,
    ...(systemChannel !== undefined && type === 'etcdraft' ? [`${completing} ${options}`] : []),
    LOADED,
    `${GENERATING} doOutputBlock -> Generating genesis block`,
    `${GENERATING} doOutputBlock -> Creating ${kind} channel genesis block`,
    `${GENERATING} doOutputBlock -> Writing genesis block`,
  ];
}

const received = (number: number): string => `INFO [cli.common] readBlock -> Received block: ${number}`;

function fetched({ givenSeq }: Success, told: Told): readonly string[] {
  const fact = told.since(['channelBlockFetched'], givenSeq)[0]?.fact;
  return [CONNECTED, received(fact?.type === 'channelBlockFetched' ? fact.number : 0)];
}

/** Of `fabric-ca-client` what it says of its result; where its files lie it logs besides. */
function ofCa(command: Command, { givenSeq }: Success, told: Told, at: Addresses): readonly string[] {
  switch (command.type) {
    case 'registerIdentity': {
      const fact = told
        .since(['secretReceived'], givenSeq)
        .find(({ node, fact: one }) => node === command.client && 'id' in one && one.id === command.id)?.fact;
      return fact?.type === 'secretReceived' ? [`Password: ${fact.secret}`] : [];
    }
    case 'addAffiliation':
      return [`Successfully added affiliation: ${command.affiliation}`];
    case 'generateCrl':
      return [
        '[INFO] Successfully generated the CRL',
        `[INFO] Successfully stored the CRL in the file ${HOME}/${at.walletFolder(command.client, command.registrar)}/msp/crls/crl.pem`,
      ];
    default:
      return [];
  }
}

function ofPeer(command: Command, success: Success, told: Told, at: Addresses): readonly Printed[] {
  switch (command.type) {
    case 'createChannel':
    case 'fetchChannelBlock':
      return ofTool(...fetched(success, told));
    case 'joinPeer':
    case 'joinPeerBySnapshot':
      return ofTool(
        CONNECTED,
        'INFO [channelCmd] executeJoin -> Successfully submitted proposal to join channel',
        ...(command.type === 'joinPeer'
          ? []
          : [
              'INFO [channelCmd] joinBySnapshot -> The joinbysnapshot operation is in progress. Use "peer channel joinbysnapshotstatus" to check the status.',
            ]),
      );
    case 'setAnchorPeer':
    case 'submitConfigUpdate':
      return ofTool(CONNECTED, 'INFO [channelCmd] update -> Successfully submitted channel update');
    case 'signConfigUpdate':
      return ofTool(CONNECTED);
    case 'listChannels':
    case 'getChannelInfo':
    case 'joinBySnapshotStatus':
      return ofTool(CONNECTED, success.output);
    case 'installChaincode':
      return ofTool(...installed(success));
    case 'approveChaincode':
    case 'commitChaincode':
      return ofTool(...waited(success.txid, told, at));
    case 'submitTransaction':
      return command.via === 'gateway' ? [] : invoked(success, told, at);
    case 'evaluateTransaction':
      return command.via === 'gateway' ? ofTool(success.output) : ofTool(entered('query'), success.output);
    default:
      return success.output === '' ? ofTool(...ofCa(command, success, told, at)) : ofTool(success.output);
  }
}

export function successLines(command: Command, success: Success, topology: Topology, told: Told): readonly Printed[] {
  switch (command.type) {
    case 'generateCrypto':
      return ofTool(...topology.peerOrgs.map(({ domain }) => domain));
    case 'createGenesisBlock':
      return ofTool(...generated(command, topology));
    case 'createChannelTransaction':
      return ofTool(
        LOADING,
        LOADED,
        `${GENERATING} doOutputChannelCreateTx -> Generating new channel configtx`,
        `${GENERATING} doOutputChannelCreateTx -> Writing new channel tx`,
      );
    case 'joinOrderer':
      return ofTool(joined(command, success, told, topology));
    case 'stopNode':
    case 'crashNode':
    case 'restartNode':
      return ofTool(command.node);
    default:
      return ofPeer(command, success, told, new Addresses(topology));
  }
}
