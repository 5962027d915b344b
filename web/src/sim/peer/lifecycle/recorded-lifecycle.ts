/**
 * For tests: recorded channels committed block by block, in which our own `_lifecycle` runs every recorded call again. It
 * gives the bytes to compare, and the private data that no recording has.
 */
import { fromBinary } from '@bufbuild/protobuf';
import { type ChannelBundle, createBundle } from '../../channel/bundle.ts';
import { invariant, ok } from '../../kernel/result.ts';
import { ledgerTransactions } from '../../ledger/block-transactions.ts';
import { addPrivateUpdates } from '../../ledger/private-updates.ts';
import { StateDb } from '../../ledger/state-db.ts';
import { TxSimulator } from '../../ledger/tx-simulator.ts';
import { type CheckedTransaction, validateAndPrepare } from '../../ledger/validation.ts';
import { blockEnvelopes, decodeBlock, transactionsFilter } from '../../wire/block.ts';
import { EMPTY, fromBase64, fromUtf8, hex, utf8 } from '../../wire/bytes.ts';
import { parseEnvelope } from '../../wire/envelope.ts';
import { ConfigEnvelopeSchema } from '../../wire/gen/common/configtx_pb.ts';
import { TxValidationCode } from '../../wire/gen/peer/transaction_pb.ts';
import { type ActionOutcome, decodeReadWriteSet, decodeTransaction } from '../../wire/transaction.ts';
import { collectionLookup } from './definitions.ts';
import { invokeLifecycle, type LifecycleOutcome } from './lifecycle-scc.ts';

interface RecordedCall {
  /** MSP ids. */
  readonly endorsers: readonly string[];
  readonly args: readonly Uint8Array[];
  /** Where the whole block is recorded. */
  readonly outcome?: ActionOutcome;
}

export interface RecordedTransaction extends CheckedTransaction {
  readonly results: Uint8Array | undefined;
  /** Only of `_lifecycle`. */
  readonly call: RecordedCall | undefined;
}

const MVCC: readonly number[] = [TxValidationCode.MVCC_READ_CONFLICT, TxValidationCode.PHANTOM_READ_CONFLICT];
const beforeMvcc = (code: number): TxValidationCode => (MVCC.includes(code) ? 0 : code) as TxValidationCode;

/** Cuts a file of blocks, each after its length in four bytes. */
export function recordedBlocks(all: Uint8Array): readonly Uint8Array[] {
  const blocks: Uint8Array[] = [];
  const view = new DataView(all.buffer, all.byteOffset, all.byteLength);
  for (let at = 0; at < all.length; ) {
    const end = at + 4 + view.getUint32(at);
    blocks.push(all.slice(at + 4, end));
    at = end;
  }
  return blocks;
}

export function transactionsOf(bytes: Uint8Array): readonly RecordedTransaction[] {
  const block = decodeBlock(bytes);
  invariant(block.ok, 'a recorded block decodes');
  const codes = transactionsFilter(block.value);
  const checked = ledgerTransactions(block.value);
  return blockEnvelopes(block.value).map((envelope, index) => {
    const transaction = decodeTransaction(envelope);
    const action = transaction.ok && transaction.value.action?.ok ? transaction.value.action.value : undefined;
    const outcome = action?.outcome.ok ? action.outcome.value : undefined;
    const endorsers = action?.endorsements.map(({ endorser }) => /Org\dMSP/.exec(fromUtf8(endorser))?.[0] ?? '') ?? [];
    const isLifecycle = action?.chaincodeCalled === '_lifecycle';
    return {
      code: beforeMvcc(codes[index] ?? 0),
      readWrites: checked[index]?.readWrites,
      results: outcome?.results,
      call: isLifecycle && outcome ? { endorsers, args: action.args, outcome } : undefined,
    };
  });
}

/** A channel recorded as one line of JSON per block, and the calls of `_lifecycle` in it. */
export function transactionsByBlock(lines: string, calls: string): readonly (readonly RecordedTransaction[])[] {
  interface Block {
    readonly codes: readonly number[];
    readonly results: readonly (string | null)[];
  }
  interface Call {
    readonly block: number;
    readonly transaction: number;
    readonly endorsers: readonly string[];
    readonly function: string;
    readonly argument: string;
  }
  const recordedCalls = JSON.parse(calls) as readonly Call[];
  return lines
    .trim()
    .split('\n')
    .map((line, number) => {
      const { codes, results } = JSON.parse(line) as Block;
      return results.map((base64, index) => {
        const bytes = base64 === null ? undefined : fromBase64(base64);
        const readWrites = bytes && decodeReadWriteSet(bytes);
        const call = recordedCalls.find(({ block, transaction }) => block === number && transaction === index);
        return {
          code: beforeMvcc(codes[index] ?? 0),
          results: bytes,
          readWrites: readWrites?.ok ? readWrites.value : undefined,
          call: call && { endorsers: call.endorsers, args: [utf8(call.function), fromBase64(call.argument)] },
        };
      });
    });
}

/** The channel as its genesis block describes it. */
export function bundleOf(genesisBlock: Uint8Array): ChannelBundle {
  const genesis = decodeBlock(genesisBlock);
  invariant(genesis.ok, 'the genesis block decodes');
  const envelope = parseEnvelope(blockEnvelopes(genesis.value)[0] ?? EMPTY);
  invariant(envelope.ok, 'the genesis block holds an envelope');
  const made = createBundle('mychannel', fromBinary(ConfigEnvelopeSchema, envelope.value.data).config);
  invariant(made.ok, 'the genesis config is valid');
  return made.value;
}

export const begin = (state: StateDb, bundle: ChannelBundle): TxSimulator =>
  TxSimulator.begin(state, 'tx', collectionLookup(bundle));

/** Calls `_lifecycle` as an admin of the peer's organisation would. */
export const invokeOn = (
  state: StateDb,
  bundle: ChannelBundle,
  mspId: string,
  args: readonly Uint8Array[],
): LifecycleOutcome =>
  invokeLifecycle(args, {
    mspId,
    channel: { bundle, simulator: begin(state, bundle) },
    authorize: () => ok(undefined),
    packages: [],
    channels: [],
    parsePackage: () => ({ ok: false, error: 'nothing is installed here' }),
  });

const ORGS = ['Org1MSP', 'Org2MSP'] as const;
export type Org = (typeof ORGS)[number];

/** The state of a peer of each organisation: they differ in what they have in the clear. */
export type States = Readonly<Record<Org, StateDb>>;

export interface Replay {
  /** By block number. */
  readonly after: readonly States[];
  /** The read-write sets of all recorded endorsements in hexadecimal, or what ours was refused with. */
  readonly compared: readonly { readonly at: string; readonly ours: string; readonly theirs: string }[];
}

export function replay(blocks: readonly (readonly RecordedTransaction[])[], bundle: ChannelBundle): Replay {
  let states: States = { Org1MSP: StateDb.EMPTY, Org2MSP: StateDb.EMPTY };
  const after: States[] = [];
  const compared: Replay['compared'][number][] = [];
  for (const [number, transactions] of blocks.entries()) {
    const prepared = validateAndPrepare(states.Org1MSP, number, transactions);
    const kept = { Org1MSP: new Map<number, Uint8Array>(), Org2MSP: new Map<number, Uint8Array>() };
    for (const [index, { call, results }] of transactions.entries()) {
      for (const mspId of ORGS.filter((org) => call?.endorsers.includes(org))) {
        const { response, simulator } = invokeOn(states[mspId], bundle, mspId, call?.args ?? []);
        const made = simulator?.results();
        const ours = response.status === 200 && made ? hex(made.publicBytes) : response.message;
        if (results) compared.push({ at: `block ${number}/${index} by ${mspId}`, ours, theirs: hex(results) });
        if (made?.privateBytes) kept[mspId].set(index, made.privateBytes);
      }
    }
    const checked = transactions.map(({ readWrites }, i) => ({ readWrites, code: prepared.codes[i] ?? 0 }));
    const next = (org: Org) =>
      states[org].apply(addPrivateUpdates(states[org], number, checked, kept[org], prepared.updates));
    states = { Org1MSP: next('Org1MSP'), Org2MSP: next('Org2MSP') };
    after.push(states);
  }
  return { after, compared };
}

export function stateAfter({ after }: Replay, block: number, org: Org = 'Org1MSP'): StateDb {
  const states = after[block];
  invariant(states, `block ${block} was replayed`);
  return states[org];
}
