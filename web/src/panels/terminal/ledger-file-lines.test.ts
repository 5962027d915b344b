import { describe, expect, it } from 'vitest';
import type { Command, Entry } from '../lab-types.ts';
import { recorded } from '../testdata/recorded-trace.ts';
import { commandLines } from './command-line.ts';
import { outcomesOf } from './session.ts';

const linesOf = (command: Command): readonly string[] =>
  commandLines(command, recorded.recording.topology).lines.map((parts) => parts.join(' '));

const client = 'client.org1.example.com';
const node = 'peer0.org1.example.com';
const channel = 'mychannel';
const tls = 'crypto-config/peerOrganizations/org1.example.com/peers/peer0.org1.example.com/tls/ca.crt';
const to = `--peerAddress ${node}:7051 --tlsRootCertFile ${tls}`;
const image = `docker run --rm -v ${node}:/var/hyperledger/production hyperledger/fabric-peer:3.1`;

describe('snapshots and the files of a peer as they are typed', () => {
  it.each<readonly [Command, readonly string[]]>([
    [
      { type: 'submitSnapshotRequest', client, node, channel, block: 1000 },
      [`peer snapshot submitrequest -c mychannel -b 1000 ${to}`],
    ],
    [{ type: 'listSnapshotRequests', client, node, channel }, [`peer snapshot listpending -c mychannel ${to}`]],
    [
      { type: 'joinPeerBySnapshot', client, node, channel, from: 'peer1.org1.example.com', block: 26 },
      [
        'docker cp peer1.org1.example.com:/var/hyperledger/production/snapshots/completed/mychannel/26 ./26',
        `docker exec ${node} mkdir -p /snapshots/mychannel`,
        `docker cp ./26 ${node}:/snapshots/mychannel/26`,
        'peer channel joinbysnapshot --snapshotpath /snapshots/mychannel/26',
      ],
    ],
    [{ type: 'rollbackPeer', node, channel, block: 5 }, [`${image} peer node rollback -c mychannel -b 5`]],
    [
      { type: 'tamperBlock', node, channel, block: 7, find: '1/2', replace: 'a&b', rehash: false },
      [
        `${image} sed -i 's/1\\/2/a\\&b/' /var/hyperledger/production/ledgersData/chains/chains/mychannel/blockfile_000000`,
      ],
    ],
  ])('%o', (command, lines) => {
    expect(linesOf(command)).toEqual(lines);
  });

  it('the tool that verifies says which blocks do not fit', () => {
    const entry = (seq: number, cause: number | null, fact: Entry['fact']): Entry => ({
      seq,
      at: 0,
      node,
      cause,
      fact,
    });
    const outputOf = (errors: readonly { readonly number: number; readonly texts: readonly string[] }[]) =>
      outcomesOf([
        entry(0, null, { type: 'commandGiven', command: 'verifyLedger', index: 0 }),
        entry(1, 0, { type: 'ledgerVerified', channel, blocks: 8, errors }),
      ]).get(0)?.output;
    expect(outputOf([])).toBe('Successfully executed verify tool. No error is found.');
    expect(outputOf([{ number: 7, texts: ['DataHash mismatch'] }])).toMatch(
      /Some error\(s\) are found\.[^]*"blockNum": 7/,
    );
  });
});
