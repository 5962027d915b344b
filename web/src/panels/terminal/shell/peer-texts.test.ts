/**
 * What the tools themselves say of a slip, byte for byte but for the time and number of a log line. A row names where the
 * text is from: a recording of Fabric 3.1.1 and Fabric CA 1.5.9 (by the name of the step), or the file of the source that
 * prints it.
 */
import { describe, expect, it } from 'vitest';
import { APPROVE, CALL, INVOKE, ORDERER, ORG2_CA, PEER_CA, QUERY, toldBy } from '../testdata/typed.ts';

const JOINING = 'INFO [channelCmd] InitCmdFactory -> Endorser and orderer connections initialized\n';
const QUERYING = 'INFO [chaincodeCmd] InitCmdFactory -> InitCmdFactory: Entry: query, true, false\n';
const TIMED_OUT = 'failed to create new connection: context deadline exceeded';
const REFUSED = 'connection error: desc = "transport: error while dialing: dial tcp';
const STRANGER =
  'rpc error: code = Unknown desc = error validating proposal: access denied: channel [mychannel] creator org unknown, creator is malformed';

type Row = readonly [source: string, line: string, said: string];

const PEER: readonly Row[] = [
  [
    'typo-command',
    'peer chanel list',
    `Error: unknown command "chanel" for "peer"\n\nDid you mean this?\n\tchannel\n\nRun 'peer --help' for usage.`,
  ],
  [
    'cobra: nothing is near',
    'peer teleport',
    `Error: unknown command "teleport" for "peer"\nRun 'peer --help' for usage.`,
  ],
  ['legacy-install', 'peer chaincode install -n x -v 1 -p y', "Error: unknown shorthand flag: 'n' in -n"],
  ['invoke-unknown-flag', `${INVOKE} ${CALL} --frobnicate`, 'Error: unknown flag: --frobnicate'],
  ['pflag errors.go: letters behind one dash', 'peer channel getinfo -zc', "Error: unknown shorthand flag: 'z' in -zc"],
  ['pflag errors.go: a short option', 'peer channel getinfo -c', "Error: flag needs an argument: 'c' in -c"],
  ['pflag errors.go: a long option', 'peer channel getinfo --channelID', 'Error: flag needs an argument: --channelID'],
  [
    'pflag errors.go: a number',
    `${APPROVE} --sequence x`,
    'Error: invalid argument "x" for "--sequence" flag: strconv.ParseInt: parsing "x": invalid syntax',
  ],
  [
    'pflag errors.go: with its letter',
    'peer snapshot submitrequest -b x',
    'Error: invalid argument "x" for "-b, --blockNumber" flag: strconv.ParseUint: parsing "x": invalid syntax',
  ],
  [
    'pflag errors.go: a switch',
    'peer channel list --tls=maybe',
    'Error: invalid argument "maybe" for "--tls" flag: strconv.ParseBool: parsing "maybe": invalid syntax',
  ],
  [
    'msp-id-empty',
    `CORE_PEER_LOCALMSPID= ${QUERY} ${CALL}`,
    'ERRO [main] InitCmd -> Cannot run peer because the local MSP must have an ID',
  ],
  [
    'msp-path-missing',
    `CORE_PEER_MSPCONFIGPATH=nope/msp ${QUERY} ${CALL}`,
    'ERRO [main] InitCmd -> Cannot run peer because cannot init crypto, specified path "/home/fabric/nope/msp" does not exist or cannot be accessed: stat /home/fabric/nope/msp: no such file or directory',
  ],
  [
    'msp/configbuilder.go: a folder without a signer',
    'CORE_PEER_MSPCONFIGPATH=crypto-config/peerOrganizations/org1.example.com/msp peer channel list',
    'ERRO [main] InitCmd -> Cannot run peer because could not load a valid signer certificate from directory /home/fabric/crypto-config/peerOrganizations/org1.example.com/msp/signcerts: stat /home/fabric/crypto-config/peerOrganizations/org1.example.com/msp/signcerts: no such file or directory',
  ],
  [
    'msp-id-mismatch',
    `CORE_PEER_LOCALMSPID=Org2MSP ${QUERY} ${CALL}`,
    `${QUERYING}Error: error endorsing query: ${STRANGER} - proposal response: <nil>`,
  ],
  [
    'msp-id-unknown',
    `CORE_PEER_LOCALMSPID=NobodyMSP ${QUERY} ${CALL}`,
    `${QUERYING}Error: error endorsing query: ${STRANGER} - proposal response: <nil>`,
  ],
  [
    'getinfo-as-other-org-admin',
    'CORE_PEER_LOCALMSPID=Org2MSP peer channel getinfo -c mychannel',
    `${JOINING}Error: failed sending proposal: ${STRANGER.replace('[mychannel]', '[]')}`,
  ],
  [
    'install-other-org-admin',
    'CORE_PEER_LOCALMSPID=Org2MSP peer lifecycle chaincode install basic_1.0.tar.gz',
    `Error: failed to endorse chaincode install: ${STRANGER.replace('[mychannel]', '[]')}`,
  ],
  [
    'peer-unknown-host, at docker’s own name server',
    `CORE_PEER_ADDRESS=peer9.nowhere.invalid:7051 ${QUERY} ${CALL}`,
    `${QUERYING}Error: error getting endorser client for query: endorser client failed to connect to peer9.nowhere.invalid:7051: failed to create new connection: ${REFUSED}: lookup peer9.nowhere.invalid on 127.0.0.11:53: no such host"`,
  ],
  [
    'peer-down',
    `CORE_PEER_ADDRESS=localhost:1 ${QUERY} ${CALL}`,
    `${QUERYING}Error: error getting endorser client for query: endorser client failed to connect to localhost:1: failed to create new connection: ${REFUSED} localhost:1: connect: connection refused"`,
  ],
  [
    'net/ipsock.go: a port is wanted',
    'CORE_PEER_ADDRESS=peer0.org1.example.com peer channel list',
    `Error: error getting endorser client for channel: endorser client failed to connect to peer0.org1.example.com: failed to create new connection: ${REFUSED}: address peer0.org1.example.com: missing port in address"`,
  ],
  [
    'peer-wrong-tls-root',
    `CORE_PEER_TLS_ROOTCERT_FILE=${ORG2_CA} ${QUERY} ${CALL}`,
    `${QUERYING}Error: error getting endorser client for query: endorser client failed to connect to peer0.org1.example.com:7051: ${TIMED_OUT}`,
  ],
  [
    'peer-tls-disabled',
    `CORE_PEER_TLS_ENABLED=false ${QUERY} ${CALL}`,
    `${QUERYING}Error: error getting endorser client for query: endorser client failed to connect to peer0.org1.example.com:7051: ${TIMED_OUT}`,
  ],
  [
    'internal/peer/common/common.go: no such file',
    'CORE_PEER_TLS_ROOTCERT_FILE=nope.crt peer channel list',
    'Error: error getting endorser client for channel: failed to load config for PeerClient: unable to load peer.tls.rootcert.file: open /home/fabric/nope.crt: no such file or directory',
  ],
];

const CHANNEL: readonly Row[] = [
  ['internal/peer/channel/getinfo.go', 'peer channel getinfo', 'Error: Must supply channel ID'],
  ['join-no-block', 'peer channel join', 'Error: Must supply genesis block path'],
  [
    'join-missing-file',
    'peer channel join -b channel-artifacts/nothing.block',
    `${JOINING}Error: genesis block file not found open channel-artifacts/nothing.block: no such file or directory`,
  ],
  [
    'internal/peer/channel/fetch.go',
    `peer channel fetch -c mychannel ${ORDERER}`,
    'Error: fetch target required, oldest, newest, config, or a number',
  ],
  [
    'internal/peer/channel/fetch.go',
    `peer channel fetch yesterday -c mychannel ${ORDERER}`,
    `${JOINING}Error: fetch target illegal: yesterday`,
  ],
  [
    'fetch-unknown-channel',
    `peer channel fetch 1 x.block -c nochannel ${ORDERER}`,
    `${JOINING}INFO [cli.common] readBlock -> Expect block, but got status: &{NOT_FOUND}\nError: can't read the block: &{NOT_FOUND}`,
  ],
  [
    'orderer-without-tls',
    'peer channel fetch 1 x.block -c mychannel -o orderer.example.com:7050',
    `Error: failed to create deliver client for orderer: orderer client failed to connect to orderer.example.com:7050: ${TIMED_OUT}`,
  ],
  [
    'orderer-wrong-cafile',
    `peer channel fetch 1 x.block -c mychannel -o orderer.example.com:7050 --tls --cafile ${PEER_CA}`,
    `Error: failed to create deliver client for orderer: orderer client failed to connect to orderer.example.com:7050: ${TIMED_OUT}`,
  ],
  [
    'orderer-cafile-missing',
    'peer channel fetch 1 x.block -c mychannel -o orderer.example.com:7050 --tls --cafile nope.crt',
    'Error: failed to create deliver client for orderer: failed to load config for OrdererClient: unable to load orderer.tls.rootcert.file: open /home/fabric/nope.crt: no such file or directory',
  ],
  ['internal/peer/channel/list.go', 'peer channel list extra words', 'Error: trailing args detected: [extra words]'],
  ['internal/peer/channel/update.go', 'peer channel update -f x.tx', 'Error: Must supply channel ID'],
  [
    'internal/peer/channel/create.go',
    'peer channel signconfigtx',
    'Error: Invalid channel create transaction : No configtx file name supplied',
  ],
  [
    'internal/peer/channel/create.go',
    `peer channel update -c mychannel -f y ${ORDERER}`,
    `${JOINING}Error: channel create configuration tx file not found open y: no such file or directory`,
  ],
  [
    'internal/peer/channel/channel.go',
    'peer channel create -c x -f y',
    'Error: ordering service endpoint  is not valid or missing',
  ],
];

describe.each([
  ['peer', PEER],
  ['peer channel', CHANNEL],
])('%s', (_, rows) => {
  it.each(rows)('%s: %s', (_source, line, said) => {
    expect(toldBy(line)).toBe(said);
  });
});
