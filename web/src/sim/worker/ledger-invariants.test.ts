/**
 * What must hold whatever is done: peers that hold a block hold the same, invalid transactions leave nothing in the
 * state, and a recording that is played again is what happened.
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import { scene } from '../../scenes/transaction-flow/scene.ts';
import { invariant } from '../kernel/result.ts';
import { SECOND } from '../kernel/time.ts';
import type { ChannelLedger } from '../ledger/commit.ts';
import { parseNamespace } from '../ledger/state-db.ts';
import type { Command } from '../protocol/commands.ts';
import { digestOf } from '../trace/digest.ts';
import { blockEnvelopes, commitHash, transactionsFilter } from '../wire/block.ts';
import { hex } from '../wire/bytes.ts';
import { TxValidationCode } from '../wire/gen/peer/transaction_pb.ts';
import { runUntilSettled } from './settle.ts';
import type { Simulation } from './simulation.ts';
import { type SimulationParts } from './simulation.ts';
import { begin, ledgerOf, replayed } from './test-simulation.ts';

const PEERS = ['peer0.org1.example.com', 'peer1.org1.example.com', 'peer0.org2.example.com', 'peer1.org2.example.com'];
const CLIENTS = ['client.org1.example.com', 'client.org2.example.com'];

let parts: SimulationParts;
let ready: Simulation;

beforeAll(async () => {
  parts = await loadSimulationParts();
  ready = begin(scene, parts, ...scene.setup);
}, 60_000);

interface Deed {
  readonly command: Command;
  /** Whether it is waited for: what is not runs into the next. */
  readonly waits: boolean;
}

const transfer = fc
  .record({ client: fc.constantFrom(...CLIENTS), asset: fc.integer({ min: 1, max: 2 }), lone: fc.boolean() })
  .map(
    ({ client, asset, lone }): Command => ({
      type: 'submitTransaction',
      client,
      identity: 'User1',
      channel: 'mychannel',
      chaincode: 'basic',
      function: 'TransferAsset',
      args: [`asset${asset}`, client.slice(7, 11)],
      transient: {},
      // One endorsement is not enough: the transaction will be invalid.
      endorsers: lone ? PEERS.slice(0, 1) : null,
    }),
  );
const fault = fc.record({
  node: fc.constantFrom(...PEERS.slice(1)),
  type: fc.constantFrom('crashNode', 'restartNode'),
});
const deeds: fc.Arbitrary<readonly Deed[]> = fc.array(
  fc.record({
    command: fc.oneof({ weight: 4, arbitrary: transfer }, fault as fc.Arbitrary<Command>),
    waits: fc.boolean(),
  }),
  { minLength: 4, maxLength: 9 },
);

/** Does what can be done, brings every peer back, and gives all of them time to catch up. */
function live(done: readonly Deed[]): Simulation {
  const world = ready.forkAt(ready.now);
  for (const { command, waits } of done) {
    const performed = world.perform(command);
    if (performed.ok && waits) runUntilSettled(world, performed.value);
  }
  for (const node of PEERS) if (!world.isUp(node)) world.perform({ type: 'restartNode', node });
  world.runUntil(world.now + 60 * SECOND);
  return world;
}

/** A block but for the signatures on it: those are of the orderer a peer got it from. */
function unsignedBlock({ blocks }: ChannelLedger, number: number) {
  const stored = blocks.stored(number);
  invariant(stored, 'a store has the blocks below its height');
  const { block, hash } = stored;
  return {
    hash: hex(hash),
    envelopes: blockEnvelopes(block).map(hex),
    flags: transactionsFilter(block),
    commitHash: hex(commitHash(block) ?? new Uint8Array(0)),
  };
}

/** Public keys and the hashes of private ones: what every peer of the channel has. */
function sharedState({ state }: ChannelLedger): readonly string[] {
  return state
    .namespaces()
    .filter((name) => parseNamespace(name).kind !== 'private')
    .flatMap((name) =>
      [...state.range(name, '', '')].map(([key, { value, version }]) =>
        [name, key, hex(value), version.blockNum, version.txNum].join(' '),
      ),
    );
}

/** Keys whose version names a transaction that is not valid. */
function writtenByInvalid({ state, blocks }: ChannelLedger): readonly string[] {
  return state
    .namespaces()
    .flatMap((name) =>
      [...state.range(name, '', '')]
        .filter(([, { version }]) => blocks.transactionAt(version)?.code !== TxValidationCode.VALID)
        .map(([key]) => `${name} ${key}`),
    );
}

describe('whatever is done', () => {
  it('peers agree, invalid transactions leave nothing, and the recording is what happened', () => {
    fc.assert(
      fc.property(deeds, (done) => {
        const world = live(done);
        const ledgers = PEERS.map((peer) => ledgerOf(world, peer));
        const [first] = ledgers;
        invariant(first, 'there are peers');
        for (const other of ledgers) {
          expect(other.blocks.height).toBe(first.blocks.height);
          for (let number = 0; number < first.blocks.height; number++)
            expect(unsignedBlock(other, number), `block ${number}`).toEqual(unsignedBlock(first, number));
          expect(sharedState(other)).toEqual(sharedState(first));
          expect(writtenByInvalid(other)).toEqual([]);
        }
        expect(digestOf(replayed(world, parts).entries)).toBe(digestOf(world.entries));
      }),
      { numRuns: 4, seed: 4 },
    );
  }, 120_000);
});
