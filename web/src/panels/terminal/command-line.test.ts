import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { Command, CommandType } from '../lab-types.ts';
import { recorded } from '../testdata/recorded-trace.ts';
import { commandLines, exportLines } from './command-line.ts';
import { printedLine, quoted } from './command-parts.ts';

const { topology } = recorded.recording;
const lineOf = (command: Command): string =>
  commandLines(command, topology)
    .lines.map((parts) => parts.join(' '))
    .join('\n');

const orderer = 'crypto-config/ordererOrganizations/example.com/orderers';
const peers = (org: string) => `crypto-config/peerOrganizations/${org}.example.com/peers`;
const toOrderer = `-o orderer.example.com:7050 --tls --cafile ${orderer}/orderer.example.com/tls/ca.crt --ordererTLSHostnameOverride orderer.example.com`;
const toBoth =
  `--peerAddresses peer0.org1.example.com:7051 --tlsRootCertFiles ${peers('org1')}/peer0.org1.example.com/tls/ca.crt ` +
  `--peerAddresses peer0.org2.example.com:9051 --tlsRootCertFiles ${peers('org2')}/peer0.org2.example.com/tls/ca.crt`;
const client = 'client.org1.example.com';
const channel = 'mychannel';
const definition = { name: 'basic', version: '1.0', sequence: 1, signaturePolicy: null, initRequired: false };
const call = { client, identity: 'User1', channel, chaincode: 'basic', transient: {} };

/** What was typed in the recorded bring-up of real Fabric, with paths relative to the working directory. */
const TYPED: readonly (readonly [Command, string])[] = [
  [{ type: 'generateCrypto' }, 'cryptogen generate --config=./crypto-config.yaml --output=crypto-config'],
  [
    { type: 'createGenesisBlock', channel },
    'configtxgen -profile ChannelUsingRaft -outputBlock channel-artifacts/mychannel.block -channelID mychannel',
  ],
  [
    { type: 'joinOrderer', node: 'orderer2.example.com', channel },
    'osnadmin channel join --channelID mychannel --config-block channel-artifacts/mychannel.block ' +
      `-o orderer2.example.com:8053 --ca-file ${orderer}/orderer2.example.com/tls/ca.crt ` +
      `--client-cert ${orderer}/orderer2.example.com/tls/server.crt --client-key ${orderer}/orderer2.example.com/tls/server.key`,
  ],
  [
    { type: 'joinPeer', node: 'peer1.org2.example.com', channel },
    'peer channel join -b channel-artifacts/mychannel.block',
  ],
  [
    { type: 'packageChaincode', client, source: 'asset', label: 'basic_1.0' },
    'peer lifecycle chaincode package basic_1.0.tar.gz --path chaincode/asset --lang node --label basic_1.0',
  ],
  [
    { type: 'installChaincode', client, node: 'peer0.org1.example.com', label: 'basic_1.0' },
    'peer lifecycle chaincode install basic_1.0.tar.gz',
  ],
  [
    { type: 'approveChaincode', client, channel, definition, label: 'basic_1.0' },
    `peer lifecycle chaincode approveformyorg ${toOrderer} --channelID mychannel --name basic --version 1.0 --sequence 1 ` +
      '--package-id $(peer lifecycle chaincode calculatepackageid basic_1.0.tar.gz)',
  ],
  [
    { type: 'commitChaincode', client, channel, definition },
    `peer lifecycle chaincode commit ${toOrderer} --channelID mychannel --name basic --version 1.0 --sequence 1 ${toBoth}`,
  ],
  [
    { type: 'submitTransaction', ...call, function: 'InitLedger', args: [], endorsers: null },
    `peer chaincode invoke ${toOrderer} -C mychannel -n basic -c '{"function":"InitLedger","Args":[]}' ${toBoth} --waitForEvent`,
  ],
  [
    { type: 'evaluateTransaction', ...call, function: 'GetAllAssets', args: [], peer: null },
    `peer chaincode query -C mychannel -n basic -c '{"function":"GetAllAssets","Args":[]}'`,
  ],
];

describe('commandLines', () => {
  it.each(TYPED)('%o', (command, typed) => {
    expect(lineOf(command)).toBe(typed);
  });

  it('a policy and transient data are quoted for the shell, the data in base64', () => {
    const approval: Command = {
      type: 'approveChaincode',
      client,
      channel,
      definition: { ...definition, signaturePolicy: "OR('Org1MSP.peer','Org2MSP.peer')", initRequired: true },
      label: null,
    };
    expect(lineOf(approval)).toContain(
      `--signature-policy 'OR('\\''Org1MSP.peer'\\'','\\''Org2MSP.peer'\\'')' --init-required`,
    );
    const transient = { price: '9 €' };
    const submission: Command = {
      type: 'submitTransaction',
      ...call,
      function: 'F',
      args: [],
      endorsers: null,
      transient,
    };
    expect(lineOf(submission)).toContain(`--transient '{"price":"${Buffer.from('9 €').toString('base64')}"}'`);
  });

  it('names the peers that were asked when the trace knows them', () => {
    const command: Command = { type: 'submitTransaction', ...call, function: 'F', args: [], endorsers: null };
    const { lines } = commandLines(command, topology, ['peer1.org2.example.com']);
    expect(lines[0]?.filter((part) => part.startsWith('--peerAddresses'))).toEqual([
      '--peerAddresses peer1.org2.example.com:10051',
    ]);
  });

  it('sets an anchor peer the long way: fetch, change, compute, submit', () => {
    const lines = lineOf({ type: 'setAnchorPeer', client, channel, peer: 'peer0.org1.example.com' }).split('\n');
    expect(lines.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      'peer channel fetch',
      'configtxlator proto_decode --input',
      expect.stringContaining('jq'),
      'configtxlator proto_encode --input',
      'configtxlator proto_encode --input',
      'configtxlator compute_update --channel_id',
      'configtxlator proto_decode --input',
      'configtxlator proto_encode --input',
      'peer channel update',
    ]);
    expect(lines[2]).toContain('.groups.Org1MSP.values += {"AnchorPeers"');
    expect(lines[2]).toContain('{"host":"peer0.org1.example.com","port":7051}');
  });

  it('peer commands come with the variables of who asks whom, and only what changed is exported again', () => {
    const first = commandLines({ type: 'joinPeer', node: 'peer0.org1.example.com', channel }, topology).environment;
    const second = commandLines({ type: 'joinPeer', node: 'peer1.org1.example.com', channel }, topology).environment;
    expect(exportLines(first, {})).toContain('export CORE_PEER_LOCALMSPID=Org1MSP');
    expect(exportLines(second, first)).toEqual([
      'export CORE_PEER_ADDRESS=peer1.org1.example.com:8051',
      `export CORE_PEER_TLS_ROOTCERT_FILE=${peers('org1')}/peer1.org1.example.com/tls/ca.crt`,
    ]);
  });

  it.each<readonly [CommandType, Command]>([
    ['startNode', { type: 'startNode', node: 'orderer.example.com' }],
    ['crashNode', { type: 'crashNode', node: 'orderer.example.com' }],
    ['restartNode', { type: 'restartNode', node: 'orderer.example.com' }],
    ['isolateNode', { type: 'isolateNode', node: 'orderer.example.com', isolated: true }],
    ['setLink', { type: 'setLink', from: client, to: 'orderer.example.com', up: true, loss: 0.2, latencyFactor: 1 }],
  ])('%s is something an administrator does to machines', (_, command) => {
    expect(lineOf(command)).toMatch(/^docker .*orderer\.example\.com/m);
  });
});

describe('networks of 2.x', () => {
  const network = {
    ...topology,
    ordererOrg: { ...topology.ordererOrg, admins: ['admin'] },
    systemChannel: { id: 'system-channel', consortium: 'SampleConsortium', orgs: [] },
  };
  const msp = (kind: string, domain: string) =>
    `crypto-config/${kind}Organizations/${domain}/users/Admin@${domain}/msp`;

  /** As recorded on 2.4, with paths relative to the working directory. */
  it.each<readonly [Command, string]>([
    [
      { type: 'createGenesisBlock', channel: 'system-channel' },
      'configtxgen -profile TwoOrgsOrdererGenesis -outputBlock channel-artifacts/system-channel.block -channelID system-channel',
    ],
    [
      { type: 'createChannelTransaction', channel },
      'configtxgen -profile TwoOrgsChannel -outputCreateChannelTx channel-artifacts/mychannel.tx -channelID mychannel',
    ],
    [
      { type: 'createChannel', client, channel },
      `peer channel create ${toOrderer} -c mychannel -f channel-artifacts/mychannel.tx --outputBlock channel-artifacts/mychannel.block`,
    ],
    [
      { type: 'fetchChannelBlock', client, channel },
      `peer channel fetch 0 channel-artifacts/mychannel.block ${toOrderer} -c mychannel`,
    ],
  ])('%o', (command, typed) => {
    expect(commandLines(command, network).lines.map((parts) => parts.join(' '))).toEqual([typed]);
  });

  it.each([
    [client, 'Org1MSP', msp('peer', 'org1.example.com')],
    ['admin.example.com', 'OrdererMSP', msp('orderer', 'example.com')],
  ])('%s is the administrator of its own organisation', (who, mspId, path) => {
    const { environment } = commandLines({ type: 'fetchChannelBlock', client: who, channel }, network);
    expect(environment).toMatchObject({ CORE_PEER_LOCALMSPID: mspId, CORE_PEER_MSPCONFIGPATH: path });
  });
});

describe('quoting', () => {
  it.each(["it's", '$(id) `id` "x"', 'a\nb\\'])('a shell reads %j back as it was', (text) => {
    expect(execFileSync('/bin/sh', ['-c', `printf %s ${quoted(text)}`], { encoding: 'utf8' })).toBe(text);
  });

  it('a long line is continued between its parts only', () => {
    const printed = printedLine([
      'peer channel fetch',
      ...Array.from({ length: 9 }, (_, index) => `--option${index} value`),
    ]);
    expect(printed.split(' \\\n  ')).toHaveLength(10);
  });
});
