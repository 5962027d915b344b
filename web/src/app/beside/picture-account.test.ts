import { describe, expect, it } from 'vitest';
import type { Entry } from '../../link/react/lab-context.tsx';
import { ORG1, ORG2, TWO_ORGS } from '../../scenes/networks.ts';
import type { Recording } from '../../sim/protocol/recording.ts';
import { accountOf } from './picture-account.ts';

type Fact = Entry['fact'];

const recording: Recording = {
  formatVersion: 1,
  generation: '3.x',
  seed: 's',
  topology: TWO_ORGS,
  contracts: {},
  commands: [
    { at: 0, command: { type: 'startNode', node: ORG1.peer0 } },
    { at: 0, command: { type: 'startNode', node: ORG2.peer0 } },
    { at: 0, command: { type: 'generateCrypto' } },
    { at: 0, command: { type: 'joinPeer', node: ORG1.peer0, channel: 'mychannel' } },
  ],
};

const given = (index: number): Fact => ({ type: 'commandGiven', command: 'x', index });
const failed = (index: number): Fact => ({ type: 'commandFailed', command: 'x', index, text: `no ${index}` });
const cut = (number: number): Fact => ({ type: 'blockCut', channel: 'c', number, reason: 'timeout', txids: [] });
const wrote = (number: number, channel = 'c'): Fact => ({
  type: 'blockWritten',
  channel,
  number,
  hash: '',
  previousHash: '',
  txids: [],
  config: false,
});
const sent = (kind: 'raft' | 'proposal', label: string): Fact => ({
  type: 'messageSent',
  message: 1,
  to: 'x',
  kind,
  label,
  arrivesAt: 1,
  size: 1,
});

function account(facts: readonly Fact[], from = 0, to = facts.length) {
  const entries = facts.map((fact, seq): Entry => ({ seq, at: seq, node: 'n', cause: null, fact }));
  return accountOf(recording, entries, { from, to });
}

describe('the account of a picture', () => {
  const rows: readonly [reason: string, facts: readonly Fact[], from: number, to: number, blocks: number][] = [
    ['cut by one, written by three', [cut(1), wrote(1), wrote(1), wrote(1)], 0, 4, 1],
    ['a slow orderer writes what was cut in the picture before', [cut(1), wrote(1)], 1, 2, 0],
    [
      'made with configtxgen',
      [{ type: 'genesisBlockCreated', channel: 'c', hash: '', orgs: [], size: 1 }, wrote(0)],
      0,
      2,
      1,
    ],
    [
      'a channel made by a block of the system channel',
      [cut(1), { type: 'channelCreated', channel: 'd', number: 1, hash: '' }, wrote(0, 'd')],
      0,
      3,
      2,
    ],
    ['equal numbers of two channels', [wrote(1), wrote(1, 'd')], 0, 2, 2],
    ['after the picture', [cut(1), cut(2)], 0, 1, 1],
  ];
  it.each(rows)('blocks: %s', (_reason, facts, from, to, blocks) => {
    expect(account(facts, from, to).blocks).toBe(blocks);
  });

  it('messages of the picture count, heartbeats do not', () => {
    const facts = [
      sent('proposal', 'p'),
      sent('raft', 'raftHeartbeat'),
      sent('raft', 'raftVote'),
      sent('proposal', 'p'),
    ];
    expect(account(facts, 1).messages).toBe(2);
  });

  it('commands of one kind in a row are one line, with what the tools are given and what failed', () => {
    const { commands } = account([given(0), given(1), given(2), given(3), failed(3)]);
    expect(commands.map(({ type, subjects, failures }) => [type, subjects, failures])).toEqual([
      ['startNode', ['peer0.org1', 'peer0.org2'], []],
      ['generateCrypto', [], []],
      ['joinPeer', ['peer0.org1'], ['no 3']],
    ]);
    expect(commands[0]?.lines).toEqual([
      'docker compose up -d peer0.org1.example.com',
      'docker compose up -d peer0.org2.example.com',
    ]);
    expect(commands[2]?.lines.at(-1)).toMatch(/^peer channel join/);
  });

  it('what fails later has not failed in this picture', () => {
    expect(account([given(3), failed(3)], 0, 1).commands[0]?.failures).toEqual([]);
  });
});
