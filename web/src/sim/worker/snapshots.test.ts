/** Snapshots on a whole network: asked for, made, and a peer that joins by one. Texts and refusals as recorded. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import { scene } from '../../scenes/transaction-flow/scene.ts';
import { invariant } from '../kernel/result.ts';
import { SECOND } from '../kernel/time.ts';
import type { Command } from '../protocol/commands.ts';
import { hex } from '../wire/bytes.ts';
import { blockInside } from './inside-block.ts';
import { configInside } from './inside-config.ts';
import { peerInside } from './inside-peer.ts';
import { inspect } from './inspect.ts';
import type { Simulation } from './simulation.ts';
import { begin, facts, give, ledgerOf, transferTo } from './test-simulation.ts';

const CHANNEL = 'mychannel';
const [PEER0, LATE] = ['peer0.org1.example.com', 'peer1.org1.example.com'] as const;
const ADMIN = { client: 'client.org1.example.com' } as const;
const OF_PEER0 = { ...ADMIN, node: PEER0, channel: CHANNEL } as const;
const OF_LATE = { ...ADMIN, node: LATE } as const;

const joinsLate = (command: Command): boolean =>
  (command.type === 'joinPeer' || command.type === 'installChaincode') && command.node === LATE;

let ready: Simulation;

const ask = (chaincode: string, name: string, ...args: readonly string[]): Command => ({
  type: 'evaluateTransaction',
  client: ADMIN.client,
  identity: 'User1',
  channel: CHANNEL,
  chaincode,
  function: name,
  args,
  transient: {},
  peer: LATE,
});

/** What the tool of `command` prints, or with what error it ends. */
function said(simulation: Simulation, command: Command): string {
  const from = simulation.entries.length;
  give(simulation, command);
  const [failed] = facts(simulation, 'commandFailed', from);
  return failed?.text ?? facts(simulation, 'peerQueried', from)[0]?.output ?? '';
}

const fresh = (): Simulation => ready.forkAt(ready.now);

beforeAll(async () => {
  ready = begin(
    scene,
    await loadSimulationParts(),
    ...scene.setup.filter((command) => !joinsLate(command)),
    transferTo('Mina'),
  );
});

describe('asking for snapshots', () => {
  const request = (block: number): Command => ({ type: 'submitSnapshotRequest', ...OF_PEER0, block });
  const cancel = (block: number): Command => ({ type: 'cancelSnapshotRequest', ...OF_PEER0, block });
  const list: Command = { type: 'listSnapshotRequests', ...OF_PEER0 };

  it('is answered in the words of the recording', () => {
    const simulation = fresh();
    const newest = ledgerOf(simulation, PEER0).blocks.height - 1;
    const refusal = (what: string, text: string) =>
      `failed to ${what} the request: rpc error: code = Unknown desc = ${text}`;
    const rows: readonly (readonly [Command, string])[] = [
      [list, 'Successfully got pending snapshot requests: []'],
      [
        request(3),
        refusal(
          'submit',
          `requested snapshot for block number 3 cannot be less than the last committed block number ${newest}`,
        ),
      ],
      [request(1000), 'Snapshot request submitted successfully'],
      [request(1000), refusal('submit', 'duplicate snapshot request for block number 1000')],
      [list, 'Successfully got pending snapshot requests: [1000]'],
      [cancel(1000), 'Snapshot request cancelled successfully'],
      [cancel(1000), refusal('cancel', 'no snapshot request exists for block number 1000')],
      [
        { ...request(0), identity: 'User1' } as Command,
        refusal(
          'submit',
          'failed verifying that the signed data identity satisfies local MSP principal during channelless check policy with policy [Admins]: [The identity is not an admin under this MSP [Org1MSP]: The identity does not contain OU [ADMIN], MSP: [Org1MSP]]',
        ),
      ],
      [request(0), 'Snapshot request submitted successfully'],
      [request(0), refusal('submit', `snapshot already generated for block number ${newest}`)],
    ];
    for (const [command, text] of rows) expect(said(simulation, command)).toBe(text);
  });

  it('makes one when the block comes that was asked for, equal on every peer', () => {
    const simulation = fresh();
    const wanted = ledgerOf(simulation, PEER0).blocks.height;
    const other = { client: 'client.org2.example.com', node: 'peer0.org2.example.com' } as const;
    give(simulation, request(wanted), { ...request(wanted), ...other });
    expect(facts(simulation, 'snapshotGenerated'), 'the block is not there yet').toEqual([]);
    give(simulation, transferTo('Joon'));
    simulation.runUntil(simulation.now + SECOND);
    const [one, two] = facts(simulation, 'snapshotGenerated');
    expect(one?.number).toBe(wanted);
    expect(two?.hash).toBe(one?.hash);
    expect(one?.commitHash).toBe(hex(ledgerOf(simulation, PEER0).commitHash ?? new Uint8Array()));
  });

  it('is taken up again by a peer that crashed before it was ready', () => {
    const simulation = fresh();
    const performed = simulation.perform(request(0));
    invariant(performed.ok, 'the request is given');
    while (facts(simulation, 'snapshotRequested').length === 0) simulation.stepOnce(simulation.now + SECOND);
    simulation.runUntil(simulation.now + 20_000);
    give(simulation, { type: 'crashNode', node: PEER0 }, { type: 'restartNode', node: PEER0 });
    simulation.runUntil(simulation.now + SECOND);
    expect(facts(simulation, 'snapshotGenerated')).toHaveLength(1);
  });
});

describe('a peer that joins by a snapshot', () => {
  let joined: Simulation;
  let block: number;

  beforeAll(() => {
    joined = fresh();
    block = ledgerOf(joined, PEER0).blocks.height - 1;
    give(joined, { type: 'submitSnapshotRequest', ...OF_PEER0, block: 0 });
    give(joined, transferTo('Joon'));
    give(joined, { type: 'joinPeerBySnapshot', ...OF_LATE, channel: CHANNEL, from: PEER0, block });
    joined.runUntil(joined.now + 3 * SECOND);
  });

  it('has the state and the commit hash of the others, and only the blocks behind it', () => {
    const [late, early] = [ledgerOf(joined, LATE), ledgerOf(joined, PEER0)];
    expect(facts(joined, 'peerJoined').at(-1)).toEqual({
      type: 'peerJoined',
      channel: CHANNEL,
      height: block + 1,
      snapshot: block,
    });
    expect(late.blocks.height).toBe(early.blocks.height);
    expect(hex(late.commitHash ?? new Uint8Array())).toBe(hex(early.commitHash ?? new Uint8Array()));
    expect([...late.state.range('basic', '', '')]).toEqual([...early.state.range('basic', '', '')]);
    expect(late.blocks.block(block), 'came with the snapshot, not as a block').toBeUndefined();
    expect(hex(late.blocks.lastHash), 'one chain').toBe(hex(early.blocks.lastHash));
  });

  it('answers in the words of the recording', () => {
    const simulation = joined.forkAt(joined.now);
    expect(said(simulation, { type: 'joinBySnapshotStatus', ...OF_LATE })).toBe(
      'No joinbysnapshot operation is in progress',
    );
    const info = said(simulation, { type: 'getChannelInfo', ...OF_LATE, channel: CHANNEL });
    expect(info).toContain(`"bootstrappingSnapshotInfo":{"lastBlockInSnapshot":${block}}`);
    give(simulation, ask('qscc', 'GetBlockByNumber', CHANNEL, '1'));
    expect(facts(simulation, 'queryAnswered').at(-1)?.message).toBe(
      `Failed to get block number 1, error cannot serve block [1]. The ledger is bootstrapped from a snapshot. First available block = [${block + 1}]`,
    );
  });

  it('endorses with the state that came in the snapshot, once the chaincode is installed', () => {
    const simulation = joined.forkAt(joined.now);
    give(simulation, { type: 'installChaincode', ...OF_LATE, label: 'basic_1.0' }, ask('basic', 'ReadAsset', 'asset1'));
    expect(facts(simulation, 'queryAnswered').at(-1)?.payload).toContain('Joon');
  });

  it('gets the private data of its organisation from the other peers later', () => {
    const simulation = joined.forkAt(joined.now);
    const before = ledgerOf(simulation, LATE).privateStore.missing.size;
    expect(before, 'approvals of its organisation').toBeGreaterThan(0);
    simulation.runUntil(simulation.now + 130 * SECOND);
    expect(ledgerOf(simulation, LATE).privateStore.missing.size).toBe(0);
    expect(
      simulation.stateOf(LATE) && ledgerOf(simulation, LATE).state.keyCount('_lifecycle$$p_implicit_org_Org1MSP'),
    ).toBe(ledgerOf(simulation, PEER0).state.keyCount('_lifecycle$$p_implicit_org_Org1MSP'));
  });

  it('comes back after a restart, makes snapshots itself, and cannot be rolled back', () => {
    const simulation = joined.forkAt(joined.now);
    give(simulation, { type: 'crashNode', node: LATE });
    const texts = [
      { type: 'rollbackPeer', node: LATE, channel: CHANNEL, block: 5 } as const,
      { type: 'resetPeer', node: LATE } as const,
      { type: 'rebuildDatabases', node: LATE } as const,
    ].map((command) => said(simulation, command));
    const because = `because the peer contains channel(s) [${CHANNEL}] that were bootstrapped from snapshot`;
    expect(texts).toEqual([
      `cannot rollback any channel ${because}`,
      `cannot reset channels ${because}`,
      `cannot rebuild databases ${because}`,
    ]);
    give(simulation, { type: 'restartNode', node: LATE }, transferTo('Sora'));
    const from = simulation.entries.length;
    const both = [LATE, PEER0].map((node): Command => ({ type: 'submitSnapshotRequest', ...OF_PEER0, node, block: 0 }));
    give(simulation, ...both);
    const [late, early] = facts(simulation, 'snapshotGenerated', from);
    expect(late?.hash, 'the same snapshot from both').toBe(early?.hash);
  });

  it('has, seen from inside, its configuration without its block, and says where the earlier blocks are', () => {
    const of = (node: string) => ({ node, channel: CHANNEL, number: null });
    const [late, early] = [configInside(joined, of(LATE)), configInside(joined, of(PEER0))];
    invariant(late.ok && early.ok, 'both have one');
    expect(late.value).toMatchObject({
      number: early.value.number,
      sequence: early.value.sequence,
      comparedWith: null,
    });
    expect(late.value.root.children.map(({ path, version }) => [path, version])).toEqual(
      early.value.root.children.map(({ path, version }) => [path, version]),
    );
    expect(blockInside(joined, { node: LATE, channel: CHANNEL, number: block })).toMatchObject({
      ok: false,
      error: { code: 'blockInSnapshot', params: { number: block, last: block } },
    });
    expect(blockInside(joined, { node: LATE, channel: CHANNEL, number: block + 1 }).ok).toBe(true);
    const behind = (node: string) => {
      const seen = peerInside(joined, node);
      return seen.ok ? seen.value.channels[0]?.snapshots.joinedBehind : undefined;
    };
    expect([behind(LATE), behind(PEER0)]).toEqual([block, null]);
  });

  it('shows its folders in the inspector', () => {
    const shown = inspect(joined, { type: 'node', node: LATE });
    invariant(shown.ok, 'the node is known');
    const { copied } = (shown.value.json as { readonly snapshots: { readonly copied: Record<string, object> } })
      .snapshots;
    expect(Object.keys(copied)).toEqual([`/snapshots/${CHANNEL}/${block}`]);
    expect(Object.values(copied)[0]).toMatchObject({
      '_snapshot_signable_metadata.json': { last_block_number: block },
    });
  });
});

describe('joining by a snapshot goes wrong', () => {
  const join = (node: string, block: number): Command => ({
    type: 'joinPeerBySnapshot',
    client: ADMIN.client,
    node,
    channel: CHANNEL,
    from: PEER0,
    block,
  });

  it('where there is no such folder', () => {
    const path = `/snapshots/${CHANNEL}/5`;
    expect(said(fresh(), join(LATE, 5))).toBe(
      `proposal failed (err: bad proposal response 500: cannot create ledger from snapshot ${path}: error opening dir [${path}]: open ${path}: no such file or directory)`,
    );
  });

  it('on a peer that has the channel, which only its log says', () => {
    const simulation = fresh();
    const block = ledgerOf(simulation, PEER0).blocks.height - 1;
    give(simulation, { type: 'submitSnapshotRequest', ...OF_PEER0, block: 0 });
    expect(said(simulation, join(PEER0, block))).toBe('');
    expect(facts(simulation, 'snapshotJoinFailed').map(({ text }) => text)).toEqual([
      `error while creating ledger id: ledger [${CHANNEL}] already exists with state [ACTIVE]`,
    ]);
  });
});
