import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { applyConfigEnvelope } from '../channel/config-update.ts';
import { PersistentMap } from '../kernel/persistent-map.ts';
import { invariant, ok } from '../kernel/result.ts';
import { commitBlock } from '../ledger/commit.ts';
import {
  blockEnvelopes,
  decodeBlock,
  isConfigBlock,
  transactionsFilter,
  withMetadata,
  withTransactionsFilter,
} from '../wire/block.ts';
import { EMPTY, equalBytes } from '../wire/bytes.ts';
import { damagedBytes } from '../wire/damaged-bytes.ts';
import { parseEnvelope } from '../wire/envelope.ts';
import { type Block, BlockMetadataIndex } from '../wire/gen/common/common_pb.ts';
import { TxValidationCode } from '../wire/gen/peer/transaction_pb.ts';
import { receiveBlock, validateNext } from './committer.ts';
import { joinChannel } from './join-channel.ts';
import type { PeerDisk, PeerState } from './peer-state.ts';
import { validateTransactions } from './validator.ts';

const CHANNEL = 'mychannel';
const BLOCKS = 13;

const bytesOf = (number: number): Uint8Array =>
  new Uint8Array(
    readFileSync(new URL(`../wire/testdata/raft/${String(number).padStart(3, '0')}.block`, import.meta.url)),
  );

function decoded(bytes: Uint8Array): Block {
  const block = decodeBlock(bytes);
  invariant(block.ok, 'recorded block');
  return block.value;
}

const NO_DISK = { ledgers: {}, transientStore: PersistentMap.empty() } as unknown as PeerDisk;

/** As much of a peer as receiving, validating and committing look at, as it was before each recorded block. */
const states: PeerState[] = [];

beforeAll(() => {
  const joined = joinChannel(NO_DISK, bytesOf(0), () => ok(undefined));
  invariant(joined.ok, 'recorded genesis block');
  let { channel, ledger } = joined.value;
  for (let number = 1; number < BLOCKS; number++) {
    const disk = { ...NO_DISK, ledgers: { [CHANNEL]: ledger } };
    states[number] = { disk, channels: { [CHANNEL]: channel } } as unknown as PeerState;
    const block = decoded(bytesOf(number));
    const plain = withMetadata(block, BlockMetadataIndex.COMMIT_HASH, EMPTY);
    const committed = commitBlock(ledger, withTransactionsFilter(plain, transactionsFilter(block)));
    invariant(committed.ok, 'recorded blocks follow each other');
    ({ ledger } = committed.value);
    const [envelope = EMPTY] = isConfigBlock(block) ? blockEnvelopes(block) : [];
    const config = parseEnvelope(envelope);
    const bundle = config.ok ? applyConfigEnvelope(channel.bundle, config.value.data) : undefined;
    if (bundle?.ok) channel = { ...channel, bundle: bundle.value };
  }
});

function stateBefore(number: number): PeerState {
  const state = states[number];
  invariant(state, `state before block ${number}`);
  return state;
}

const CODES: readonly number[] = Object.values(TxValidationCode);

describe('a peer', () => {
  it('joins by a damaged block or says why not', () => {
    const intact = bytesOf(0);
    fc.assert(
      fc.property(fc.nat(), (damage) => {
        const joined = joinChannel(NO_DISK, damagedBytes(intact, damage), () => ok(undefined));
        if (!joined.ok) expect(joined.error).not.toBe('');
      }),
      { numRuns: 80, seed: 1 },
    );
  });

  it.each([1, 2, 5, 6, 9, 12])('gives no damaged transaction of block %i for a valid one', (number) => {
    const block = decoded(bytesOf(number));
    const [envelope = EMPTY] = blockEnvelopes(block);
    const { disk, channels } = stateBefore(number);
    const [ledger, channel] = [disk.ledgers[CHANNEL], channels[CHANNEL]];
    invariant(ledger && channel, 'joined');
    const context = { bundle: channel.bundle, blocks: ledger.blocks, state: ledger.state };
    const check = (bytes: Uint8Array) => validateTransactions([bytes], context)[0];
    expect(check(envelope)).toEqual({ code: TxValidationCode.VALID, because: undefined });
    fc.assert(
      fc.property(fc.nat(), (damage) => {
        const damaged = damagedBytes(envelope, damage);
        const verdict = check(damaged);
        invariant(verdict, 'one verdict for one envelope');
        expect(CODES).toContain(verdict.code);
        if (verdict.code !== TxValidationCode.VALID) expect(verdict.because).toMatchObject({ type: 'text' });
        else expect(sameContent(damaged, envelope)).toBe(true);
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it.each([1, 5, 12])('takes block %i in only if its data are what the orderers signed', (number) => {
    const intact = bytesOf(number);
    const block = decoded(intact);
    const state = stateBefore(number);
    expect(facts(state, intact)).toEqual(['blockReceived']);
    fc.assert(
      fc.property(fc.nat(), (damage) => {
        const damaged = damagedBytes(intact, damage);
        const [fact] = facts(state, damaged);
        if (fact !== 'blockReceived') return;
        expect(decoded(damaged).data).toEqual(block.data);
        expect(decoded(damaged).header).toEqual(block.header);
        validateNext(receiveBlock(state, CHANNEL, 'orderer', damaged, 'deliver').state, CHANNEL, 0);
      }),
      { numRuns: 60, seed: 1 },
    );
  });
});

/** What is signed is the payload; of a damaged envelope that still counts it must be the same. */
function sameContent(damaged: Uint8Array, intact: Uint8Array): boolean {
  const [a, b] = [parseEnvelope(damaged), parseEnvelope(intact)];
  return a.ok && b.ok && equalBytes(a.value.payloadBytes, b.value.payloadBytes);
}

const facts = (state: PeerState, bytes: Uint8Array): readonly string[] =>
  receiveBlock(state, CHANNEL, 'orderer', bytes, 'deliver').effects.flatMap((effect) =>
    effect.type === 'report' ? [effect.fact.type] : [],
  );
