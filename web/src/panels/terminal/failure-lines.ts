/**
 * What a tool prints when a command has failed. The trace has the cause in the words of whoever refused; the tool wraps
 * them, each in its own way. Where the client of the lab gave up by a rule of its own the lab says so.
 *
 * @fabric internal/peer, cmd/osnadmin, cmd/configtxgen, cmd/discover
 * @simplified Behind `proposal response:` the tool prints the whole response; here it ends in dots. Where Go prints an IP
 * address the host name stands.
 */
import type { Command, Entry, NodeId, Topology } from '../lab-types.ts';
import { Addresses } from './addresses.ts';
import { CONNECTED, entered, errorOfLab, errorOfTool, goQuoted, ofTool, type Printed, type Told } from './printed.ts';
import { LOADING, waited } from './success-lines.ts';

export interface Failure {
  /** As the trace has it. */
  readonly text: string;
  readonly txid: string;
  /** Peers that were asked. */
  readonly endorsers: readonly NodeId[];
}

/** How the commands of `peer` call what they connect to, before the words of who cannot. */
interface Connecting {
  readonly peer: string;
  readonly orderer: string;
  /** Around what the orderer says of an envelope. */
  readonly sending: string;
}

const LIFECYCLE_NAMES: Partial<Readonly<Record<Command['type'], string>>> = {
  installChaincode: 'install',
  approveChaincode: 'approveformyorg',
  commitChaincode: 'commit',
  queryInstalled: 'queryinstalled',
  getInstalledPackage: 'getinstalledpackage',
  queryApproved: 'queryapproved',
  checkCommitReadiness: 'checkcommitreadiness',
  queryCommitted: 'querycommitted',
};

function connecting(type: Command['type']): Connecting {
  const lifecycle = LIFECYCLE_NAMES[type];
  if (lifecycle !== undefined)
    return {
      peer: `failed to retrieve endorser client for ${lifecycle}: endorser client`,
      orderer: 'failed to retrieve broadcast client: ',
      sending: 'failed to send transaction: ',
    };
  switch (type) {
    case 'submitTransaction':
      return {
        peer: 'error getting endorser client for invoke: endorser client',
        orderer: 'error getting broadcast client: ',
        sending: 'error sending transaction for invoke: ',
      };
    case 'evaluateTransaction':
      return { peer: 'error getting endorser client for query: endorser client', orderer: '', sending: '' };
    case 'submitSnapshotRequest':
    case 'cancelSnapshotRequest':
    case 'listSnapshotRequests':
      return { peer: 'failed to retrieve snapshot client: snapshot client', orderer: '', sending: '' };
    default:
      return {
        peer: 'error getting endorser client for channel: endorser client',
        orderer: 'Error getting broadcast client: ',
        sending: '',
      };
  }
}

const UNCONNECTED = /^failed to connect to (\S+): connection refused$/;
const SNAPSHOT_UNCONNECTED = /failed to create new connection to (\S+):/;
const NO_ORDERER = 'no orderers could successfully process transaction';
const GAVE_UP = /^context deadline exceeded while (\w+)$/;
const NO_IDENTITY = /^identity (.+) not found in the wallet$/;
const NO_DIFFERENCE = 'no differences detected between original and updated config';
/** What the tool prints behind it is the whole answer of a peer. */
const RESPONSE = ' - proposal response: …';

const refused = (who: string, address: string): string =>
  `${who} failed to connect to ${address}: failed to create new connection: connection error: desc = "transport: error while dialing: dial tcp ${address}: connect: connection refused"`;

/** Statuses of the orderer's own API; what is not named is a bad request. */
const ALREADY = /^cannot join: (?:channel already exists|system channel exists)$/;

/** What stands behind `Error: `; undefined: the lab gave up by itself. */
function wrapped(command: Command, failure: Failure, at: Addresses, told: Told): string | undefined {
  const { text } = failure;
  const { peer, orderer, sending } = connecting(command.type);
  const gone = UNCONNECTED.exec(text)?.[1] ?? SNAPSHOT_UNCONNECTED.exec(text)?.[1];
  const isInvoke = command.type === 'submitTransaction';
  if (gone !== undefined) return refused(peer, at.endpoint(gone));
  if (text === NO_ORDERER) return `${orderer}${refused('orderer client', at.endpoint(at.orderer))}`;
  if (GAVE_UP.test(text) || NO_IDENTITY.test(text)) return undefined;
  if (text.startsWith('got unexpected status: ')) return `${sending}${text}${isInvoke ? RESPONSE : ''}`;
  if (isInvoke) return invocation(failure, told);
  if (command.type === 'listChannels')
    return text
      .replace(/^received bad response/, 'Received bad response')
      .replace(/^failed sending proposal: /, 'Failed sending proposal, got ');
  if (command.type === 'joinBySnapshotStatus')
    return text.replace(/^failed sending proposal: /, 'failed sending proposal, due to ');
  return text;
}

const statusFrom = (entries: readonly Entry[], peer: NodeId | undefined): number => {
  const fact = entries.find(({ fact: one }) => one.type === 'endorsementCollected' && one.from === peer)?.fact;
  return fact?.type === 'endorsementCollected' ? fact.status : 0;
};

const OK_BELOW = 400;

/** The tool looks at the first answer, then whether all answers go together. */
function invocation({ text, txid, endorsers: [first] }: Failure, told: Told): string {
  const entries = told.ofTransaction(txid);
  const failed = entries.find(({ fact }) => fact.type === 'endorsementFailed');
  if (failed === undefined) return `${text} - proposal response: <nil>`;
  if (text.startsWith('error validating proposal'))
    return `error endorsing invoke: rpc error: code = Unknown desc = ${text} - proposal response: <nil>`;
  const status = statusFrom(entries, first);
  if (status >= OK_BELOW)
    return `endorsement failure during invoke. response: status:${status}  message:${goQuoted(text)}`;
  const worst = entries.find(({ fact }) => fact.type === 'endorsementCollected' && fact.status >= OK_BELOW)?.fact;
  const another = worst?.type === 'endorsementCollected' ? worst.status : 0;
  const why = another === 0 ? text : `proposal response was not successful, error code ${another}, msg ${text}`;
  return `could not assemble transaction: ${why}${RESPONSE}`;
}

/** What the tool had logged before. */
function logged(command: Command, { txid }: Failure, at: Addresses, told: Told): readonly string[] {
  switch (command.type) {
    case 'submitTransaction':
      return [entered('invoke')];
    case 'evaluateTransaction':
      return [entered('query')];
    case 'approveChaincode':
    case 'commitChaincode':
      return waited(txid, told, at);
    case 'createChannel':
    case 'fetchChannelBlock':
    case 'joinPeer':
    case 'joinPeerBySnapshot':
    case 'joinBySnapshotStatus':
    case 'listChannels':
    case 'getChannelInfo':
    case 'setAnchorPeer':
    case 'submitConfigUpdate':
      return [CONNECTED];
    default:
      return [];
  }
}

const CHANNEL_LOGS = 'error getting endorser client for channel';

function ofPeer(command: Command, failure: Failure, topology: Topology, told: Told): readonly Printed[] {
  const at = new Addresses(topology);
  const text = wrapped(command, failure, at, told);
  const identity = NO_IDENTITY.exec(failure.text)?.[1];
  if (identity !== undefined) return errorOfLab('noIdentity', { identity });
  const stage = GAVE_UP.exec(failure.text)?.[1];
  if (stage !== undefined || text === undefined)
    return [...ofTool(...logged(command, failure, at, told)), ...errorOfLab('gaveUp')];
  // Not connected, nothing was initialized.
  const lines = text.startsWith(CHANNEL_LOGS) ? [] : logged(command, failure, at, told);
  const blocked = /^can't read the block: (.*)$/.exec(text)?.[1];
  const status =
    blocked === undefined ? [] : [`INFO [cli.common] readBlock -> Expect block, but got status: ${blocked}`];
  return [...ofTool(...lines, ...status), ...errorOfTool(`Error: ${text}`)];
}

export function failureLines(command: Command, failure: Failure, topology: Topology, told: Told): readonly Printed[] {
  const { text } = failure;
  if (text === NO_DIFFERENCE)
    return errorOfTool(`configtxlator: error: Error computing update: error computing config update: ${text}`);
  if ('via' in command && command.via === 'gateway') return errorOfTool(text);
  switch (command.type) {
    case 'createGenesisBlock':
      return [
        ...ofTool(LOADING),
        ...errorOfTool(`FATA [common.tools.configtxgen] main -> Error on outputBlock: ${text}`),
      ];
    case 'createChannelTransaction':
      return [
        ...ofTool(LOADING),
        ...errorOfTool(`FATA [common.tools.configtxgen] main -> Error on outputChannelCreateTx: ${text}`),
      ];
    case 'joinOrderer': {
      const error = JSON.stringify({ error: text }, null, '\t');
      return errorOfTool(`Status: ${ALREADY.test(text) ? 405 : 400}\n${error}`);
    }
    case 'submitMany':
    case 'listenEvents':
    case 'stopListening':
    case 'discoverPeers':
    case 'discoverConfig':
    case 'discoverEndorsers':
    case 'tamperState':
    case 'tamperBlock':
    case 'prepareConfigUpdate':
      return errorOfTool(text);
    default:
      // The client of a CA says the word itself.
      return text.startsWith('Error: ') ? errorOfTool(text) : ofPeer(command, failure, topology, told);
  }
}
