/**
 * How a tool prints what the trace says went wrong. A row names the step of the recording of Fabric 3.1.1 its form is from;
 * where Go prints an IP address the host name stands.
 */
import { describe, expect, it } from 'vitest';
import type { Command, Entry, FactOf } from '../lab-types.ts';
import { recorded } from '../testdata/recorded-trace.ts';
import { failureLines } from './failure-lines.ts';
import type { Told } from './printed.ts';

const { topology } = recorded.recording;
const CLIENT = 'client.org1.example.com';
const ORG1 = 'peer0.org1.example.com';
const ORG2 = 'peer0.org2.example.com';

const of = (type: Command['type'], rest: object = {}): Command =>
  ({ type, client: CLIENT, node: ORG1, channel: 'mychannel', identity: 'Admin', ...rest }) as unknown as Command;

const collected = (from: string, status: number): FactOf<'endorsementCollected'> => ({
  type: 'endorsementCollected',
  channel: 'mychannel',
  txid: 'tx',
  from,
  mspId: '',
  status,
  message: '',
  collected: 1,
  asked: 2,
});
const endorsementFailed: FactOf<'endorsementFailed'> = {
  type: 'endorsementFailed',
  channel: 'mychannel',
  txid: 'tx',
  text: '',
  details: [],
};

const toldOf = (...facts: readonly Entry['fact'][]): Told => ({
  ofTransaction: () => facts.map((fact, seq) => ({ seq, at: 0, node: CLIENT, cause: null, fact })),
  since: () => [],
});

function printed(command: Command, text: string, told: Told = toldOf()): string {
  return failureLines(command, { text, txid: 'tx', endorsers: [ORG1, ORG2] }, topology, told)
    .map((one) => (one.by === 'tool' ? one.text : `lab: ${one.word}`))
    .join('\n');
}

const INVOKE = 'INFO [chaincodeCmd] InitCmdFactory -> InitCmdFactory: Entry: invoke, true, true\n';
const CHANNEL = 'INFO [channelCmd] InitCmdFactory -> Endorser and orderer connections initialized\n';
const refused = (address: string): string =>
  `failed to connect to ${address}: failed to create new connection: connection error: desc = "transport: error while dialing: dial tcp ${address}: connect: connection refused"`;

describe('an invocation', () => {
  const command = of('submitTransaction');
  const first = toldOf(collected(ORG1, 500), endorsementFailed);

  it.each([
    [
      'invoke-business-error',
      'The asset asset99 does not exist',
      first,
      'Error: endorsement failure during invoke. response: status:500  message:"The asset asset99 does not exist"',
    ],
    [
      'commit-mismatched-policy-other: the second peer alone refused',
      'no',
      toldOf(collected(ORG1, 200), collected(ORG2, 500), endorsementFailed),
      'Error: could not assemble transaction: proposal response was not successful, error code 500, msg no - proposal response: …',
    ],
    [
      'invoke-random',
      'ProposalResponsePayloads do not match',
      toldOf(collected(ORG1, 200), collected(ORG2, 200), endorsementFailed),
      'Error: could not assemble transaction: ProposalResponsePayloads do not match - proposal response: …',
    ],
    [
      'msp-id-mismatch',
      'error validating proposal: access denied',
      first,
      'Error: error endorsing invoke: rpc error: code = Unknown desc = error validating proposal: access denied - proposal response: <nil>',
    ],
    [
      'invoke-quorum-lost',
      'got unexpected status: SERVICE_UNAVAILABLE -- no Raft leader',
      toldOf(),
      'Error: error sending transaction for invoke: got unexpected status: SERVICE_UNAVAILABLE -- no Raft leader - proposal response: …',
    ],
    [
      'invoke-through-stopped-orderer',
      'no orderers could successfully process transaction',
      toldOf(),
      `Error: error getting broadcast client: orderer client ${refused('orderer.example.com:7050')}`,
    ],
    [
      'peer-down',
      `failed to connect to ${ORG2}: connection refused`,
      toldOf(),
      `Error: error getting endorser client for invoke: endorser client ${refused(`${ORG2}:9051`)}`,
    ],
    [
      'internal/peer/chaincode/common.go',
      'timed out waiting for txid on all peers',
      toldOf(),
      'Error: timed out waiting for txid on all peers - proposal response: <nil>',
    ],
  ])('%s', (_source, text, told, said) => {
    expect(printed(command, text, told)).toBe(`${INVOKE}${said}`);
  });

  it('that went through a gateway fails in the words of the client library', () => {
    expect(printed(of('submitTransaction', { via: 'gateway' }), 'EndorseError: 10 ABORTED')).toBe(
      'EndorseError: 10 ABORTED',
    );
  });
});

describe('the other commands', () => {
  it.each([
    [
      'join-twice',
      of('joinPeer'),
      'proposal failed (err: bad proposal response 500: x)',
      `${CHANNEL}Error: proposal failed (err: bad proposal response 500: x)`,
    ],
    [
      'getinfo-unknown-channel',
      of('getChannelInfo'),
      'received bad response, status 500: x',
      `${CHANNEL}Error: received bad response, status 500: x`,
    ],
    [
      'internal/peer/channel/list.go begins with a capital',
      of('listChannels'),
      'received bad response, status 500: x',
      `${CHANNEL}Error: Received bad response, status 500: x`,
    ],
    [
      'fetch-unknown-channel',
      of('fetchChannelBlock'),
      "can't read the block: &{NOT_FOUND}",
      `${CHANNEL}INFO [cli.common] readBlock -> Expect block, but got status: &{NOT_FOUND}\nError: can't read the block: &{NOT_FOUND}`,
    ],
    [
      'update-replay',
      of('submitConfigUpdate'),
      'got unexpected status: BAD_REQUEST -- x',
      `${CHANNEL}Error: got unexpected status: BAD_REQUEST -- x`,
    ],
    [
      'install-twice',
      of('installChaincode'),
      'chaincode install failed with status: 500 - x',
      'Error: chaincode install failed with status: 500 - x',
    ],
    [
      'lifecycle: peer-down',
      of('commitChaincode'),
      `failed to connect to ${ORG1}: connection refused`,
      `Error: failed to retrieve endorser client for commit: endorser client ${refused(`${ORG1}:7051`)}`,
    ],
    [
      'lifecycle: the orderer refuses',
      of('approveChaincode'),
      'got unexpected status: FORBIDDEN -- x',
      'Error: failed to send transaction: got unexpected status: FORBIDDEN -- x',
    ],
    [
      'osnadmin-join-twice',
      of('joinOrderer'),
      'cannot join: channel already exists',
      'Status: 405\n{\n\t"error": "cannot join: channel already exists"\n}',
    ],
    [
      'osnadmin-join-tx-block',
      of('joinOrderer'),
      'invalid join block: block is not a config block',
      'Status: 400\n{\n\t"error": "invalid join block: block is not a config block"\n}',
    ],
    [
      'compute-update-no-difference',
      of('prepareConfigUpdate'),
      'no differences detected between original and updated config',
      'configtxlator: error: Error computing update: error computing config update: no differences detected between original and updated config',
    ],
    ['topology: unknown-channel', of('discoverPeers'), 'access denied', 'access denied'],
    [
      'ca: register-duplicate',
      of('registerIdentity'),
      "Error: Response from server: Error Code: 74 - Identity 'peer0' is already registered",
      "Error: Response from server: Error Code: 74 - Identity 'peer0' is already registered",
    ],
    [
      'configtxgen-no-msp',
      of('createGenesisBlock'),
      'x',
      'INFO [common.tools.configtxgen] main -> Loading configuration\nFATA [common.tools.configtxgen] main -> Error on outputBlock: x',
    ],
    [
      'submitrequest-past',
      of('submitSnapshotRequest'),
      'failed to submit the request: rpc error: code = Unknown desc = x',
      'Error: failed to submit the request: rpc error: code = Unknown desc = x',
    ],
  ])('%s', (_source, command, text, said) => {
    expect(printed(command, text)).toBe(said);
  });

  it.each([
    [
      'the client of the lab stops waiting where the tool would not',
      'context deadline exceeded while endorsing',
      `${INVOKE}lab: gaveUp`,
    ],
    ['the tool knows folders and no wallet', 'identity Bob not found in the wallet', 'lab: noIdentity'],
  ])('%s', (_reason, text, said) => {
    expect(printed(of('submitTransaction'), text)).toBe(said);
  });
});
