import { describe, expect, it } from 'vitest';
import { recorded } from '../testdata/recorded-trace.ts';
import { type Looked, lookLines } from './look-lines.ts';

const { topology } = recorded.recording;
const PEER = 'peer0.org2.example.com';
const ORDERER = 'orderer2.example.com';
const channel = 'mychannel';
const file = (domain: string, kind: string, node: string) =>
  `crypto-config/${kind}Organizations/${domain}/${kind}s/${node}`;
const orderer = file('example.com', 'orderer', ORDERER);

const ROWS: readonly (readonly [Looked, readonly string[], string])[] = [
  [
    { kind: 'node', node: PEER, channels: [channel] },
    ['peer channel list', 'peer channel getinfo -c mychannel', 'peer lifecycle chaincode queryinstalled'],
    'a peer says what it has joined and installed',
  ],
  [
    { kind: 'node', node: ORDERER, channels: [] },
    [
      `osnadmin channel list -o ${ORDERER}:8053 --ca-file ${orderer}/tls/ca.crt --client-cert ${orderer}/tls/server.crt --client-key ${orderer}/tls/server.key`,
    ],
    'osnadmin speaks mutual TLS',
  ],
  [
    { kind: 'block', node: PEER, channel, number: 6 },
    [
      'peer channel fetch 6 mychannel_6.block -c mychannel',
      'configtxlator proto_decode --input mychannel_6.block --type common.Block --output mychannel_6.json',
    ],
    'without -o the peer is asked',
  ],
  [
    { kind: 'block', node: ORDERER, channel, number: 0 },
    [
      `peer channel fetch 0 mychannel_0.block -o ${ORDERER}:8050 --tls --cafile ${orderer}/tls/ca.crt -c mychannel`,
      'configtxlator proto_decode --input mychannel_0.block --type common.Block --output mychannel_0.json',
    ],
    'with -o this very orderer',
  ],
  [
    { kind: 'transaction', node: 'client.org1.example.com', channel, txid: 'f00' },
    [
      `peer chaincode query -C mychannel -n qscc -c '{"function":"GetTransactionByID","Args":["mychannel","f00"]}' --hex`,
    ],
    'a client asks a peer of its organisation',
  ],
  [
    { kind: 'policy', node: PEER, channel, path: '/Channel/Application/Org1MSP/Admins' },
    [
      'peer channel fetch config mychannel_config.block -c mychannel',
      'configtxlator proto_decode --input mychannel_config.block --type common.Block --output mychannel_config.json',
      `jq '.data.data[0].payload.data.config.channel_group.groups["Application"].groups["Org1MSP"].policies["Admins"]' mychannel_config.json`,
    ],
    'a policy stands in the configuration',
  ],
  [
    { kind: 'certificate', node: PEER, holder: PEER },
    [`openssl x509 -in ${file('org2.example.com', 'peer', PEER)}/msp/signcerts/${PEER}-cert.pem -noout -text`],
    'of a node',
  ],
  [{ kind: 'log', node: PEER }, [`docker compose logs --timestamps ${PEER}`], 'what a node did is in its log'],
  [
    { kind: 'chaincode', node: PEER, channel, name: 'basic' },
    [
      `peer lifecycle chaincode querycommitted --channelID ${channel} --name basic --output json`,
      `peer lifecycle chaincode queryapproved --channelID ${channel} --name basic --output json`,
      'peer lifecycle chaincode queryinstalled',
    ],
    'what was agreed, what its own organisation approved, what is there to run',
  ],
  [
    { kind: 'snapshot', node: PEER, channel, number: 6 },
    [
      `docker exec ${PEER} ls -l /var/hyperledger/production/snapshots/completed/${channel}/6`,
      `docker exec ${PEER} cat /var/hyperledger/production/snapshots/completed/${channel}/6/_snapshot_signable_metadata.json`,
    ],
    'a snapshot is a folder',
  ],
  [
    { kind: 'link', node: PEER, to: ORDERER },
    [PEER, ORDERER].flatMap((end) => [
      `docker exec ${end} iptables -S OUTPUT`,
      `docker exec ${end} tc qdisc show dev eth0`,
    ]),
    'each end says what it does to what it sends',
  ],
];

describe('lookLines', () => {
  it.each(ROWS)('%j', (looked, lines, _why) => {
    expect(lookLines(looked, topology)?.lines.map((parts) => parts.join(' '))).toEqual(lines);
  });

  it('acts as an administrator of the organisation the node is of', () => {
    const as = (node: string) => lookLines({ kind: 'block', node, channel, number: 0 }, topology)?.environment;
    expect(as(PEER)).toMatchObject({ CORE_PEER_LOCALMSPID: 'Org2MSP', CORE_PEER_ADDRESS: `${PEER}:9051` });
    expect(as(ORDERER)?.['CORE_PEER_LOCALMSPID']).toBe('OrdererMSP');
  });

  it('an orderer of a network with a system channel is asked for a block: it has no participation API', () => {
    const older = { ...topology, systemChannel: { id: 'syschannel', consortium: 'C' } } as unknown as typeof topology;
    const looked: Looked = { kind: 'node', node: ORDERER, channels: [channel] };
    const [first] = lookLines(looked, older)?.lines ?? [];
    expect(first?.[0]).toBe('peer channel fetch newest mychannel_newest.block');
  });

  it('nobody is asked about a node that is not there', () => {
    expect(lookLines({ kind: 'log', node: 'peer9.org1.example.com' }, topology)).toBeNull();
  });
});
