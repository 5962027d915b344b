/**
 * Blocks on a peer: received, checked, validated, committed, told to listeners.
 *
 * @fabric gossip/state, core/committer, internal/pkg/peer/blocksprovider, core/peer/deliverevents.go
 */
import { type ChannelBundle, evaluatePolicy } from '../channel/bundle.ts';
import { unsupportedCapability } from '../channel/capabilities.ts';
import { POLICY } from '../channel/config-tree.ts';
import { applyConfigEnvelope } from '../channel/config-update.ts';
import type { ActorId } from '../kernel/actor.ts';
import { invariant } from '../kernel/result.ts';
import type { Micros } from '../kernel/time.ts';
import { ledgerTransactions } from '../ledger/block-transactions.ts';
import { isDelete } from '../ledger/read-write-set.ts';
import { commitBlock, type ChannelLedger, type CommittedBlock } from '../ledger/commit.ts';
import { parseNamespace } from '../ledger/state-db.ts';
import type { TransactionVerdict } from '../ledger/transaction-summary.ts';
import {
  blockDataHash,
  blockEnvelopes,
  blockHash,
  blockNumber,
  blockSignedData,
  commitHash,
  decodeBlock,
  isConfigBlock,
  previousHash,
  withTransactionsFilter,
} from '../wire/block.ts';
import { equalBytes, hex } from '../wire/bytes.ts';
import { parseEnvelope } from '../wire/envelope.ts';
import type { Block } from '../wire/gen/common/common_pb.ts';
import { TxValidationCode } from '../wire/gen/peer/transaction_pb.ts';
import { anchorPeerFacts, configFacts, lifecycleFacts } from './channel-facts.ts';
import { filteredBlock } from './filtered-block.ts';
import type { PeerFact } from './peer-facts.ts';
import { type PeerChannel, type PeerEffect, type PeerState, type PeerStepped, report } from './peer-state.ts';
import { withoutBadWriteSets } from './write-sets.ts';
import { becauseOf, shown, versionLabel, writerOf } from './read-write-summary.ts';
import type { CheckedCode } from './checked-code.ts';
import { isToldOf, privateFacts } from './private-facts.ts';
import { askNext, blockSets, entitleLate, retrieve } from './private-retrieval.ts';
import { withoutTransactions } from './private-transient.ts';
import { validateTransactions } from './validator.ts';

export const validateTimer = (channel: string): string => `validate ${channel}`;
export const commitTag = (channel: string, number: number): string => `commit ${channel} ${number}`;

/** What validating costs: some for the block, some for each transaction in it. Microseconds. */
const BLOCK_WORK = { min: 1_500, max: 3_000 };
const TRANSACTION_WORK = { min: 500, max: 900 };

export function withChannel(state: PeerState, channel: string, change: Partial<PeerChannel>): PeerState {
  const current = state.channels[channel];
  invariant(current, `peer is not on channel ${channel}`);
  return { ...state, channels: { ...state.channels, [channel]: { ...current, ...change } } };
}

export function ledgerOf(state: PeerState, channel: string): ChannelLedger {
  const ledger = state.disk.ledgers[channel];
  invariant(ledger, `peer has no ledger of channel ${channel}`);
  return ledger;
}

/** Takes a block in, if it is the next one and what it claims to be. */
export function receiveBlock(
  state: PeerState,
  channel: string,
  from: ActorId,
  bytes: Uint8Array,
  via: 'deliver' | 'gossip',
): PeerStepped {
  const joined = state.channels[channel];
  if (!joined) return { state, effects: [] };
  const decoded = decodeBlock(bytes);
  if (!decoded.ok)
    return { state, effects: [report({ type: 'blockRejected', channel, number: -1, text: decoded.error })] };
  const number = blockNumber(decoded.value);
  const expected = ledgerOf(state, channel).blocks.height + joined.inbox.length;
  if (number !== expected) return { state, effects: [] };
  const flaw = blockFlaw(decoded.value, joined);
  if (flaw) return { state, effects: [report({ type: 'blockRejected', channel, number, text: flaw })] };
  const inbox = [...joined.inbox, { from, number, block: bytes }];
  const received = report({ type: 'blockReceived', channel, number, from, via });
  const next = withChannel(state, channel, { inbox });
  const started = startValidating(next, channel);
  return { state: started.state, effects: [received, ...started.effects] };
}

/**
 * The configuration after the newest block that has come in, committed or not: the next block is signed under it, and a
 * peer may wait a minute for private data before it commits.
 *
 * @fabric common/deliverclient/block_verification.go (UpdateConfig)
 */
function arrivedBundle({ bundle, inbox }: PeerChannel): ChannelBundle {
  return inbox.reduce((newest, { block }) => {
    const decoded = decodeBlock(block);
    return (decoded.ok ? bundleAfter(newest, decoded.value) : undefined) ?? newest;
  }, bundle);
}

/** Is it signed as the channel demands, and are the data those of the header? */
function blockFlaw(block: Block, joined: PeerChannel): string | undefined {
  const bundle = arrivedBundle(joined);
  const number = blockNumber(block);
  const header = block.header;
  if (!header || !equalBytes(blockDataHash(blockEnvelopes(block)), header.dataHash))
    return `Header.DataHash is different from Hash(block.Data) for block with id [${number}] on channel [${bundle.channelId}]`;
  const signed = blockSignedData(block, bundle.orderer?.consenters ?? []);
  if (!signed.ok) return signed.error;
  const verdict = evaluatePolicy(bundle, POLICY.blockValidation, signed.value);
  return verdict.satisfied
    ? undefined
    : `block [${number}] on channel [${bundle.channelId}] is not signed as the policy asks: ${verdict.text ?? ''}`;
}

function startValidating(state: PeerState, channel: string): PeerStepped {
  const joined = state.channels[channel];
  const [first] = joined?.inbox ?? [];
  if (!joined || joined.validating || !first) return { state, effects: [] };
  const decoded = decodeBlock(first.block);
  const count = decoded.ok ? blockEnvelopes(decoded.value).length : 0;
  const min = BLOCK_WORK.min + count * TRANSACTION_WORK.min;
  const max = BLOCK_WORK.max + count * TRANSACTION_WORK.max;
  return {
    state: withChannel(state, channel, { validating: true }),
    effects: [{ type: 'setTimer', timer: validateTimer(channel), min, max }],
  };
}

/** Validates the first block of the inbox and hands it to the disk. */
export function validateNext(state: PeerState, channel: string, now: Micros): PeerStepped {
  const joined = state.channels[channel];
  const [first, ...inbox] = joined?.inbox ?? [];
  if (!joined || !first) return { state, effects: [] };
  const decoded = decodeBlock(first.block);
  invariant(decoded.ok, 'the block was decoded when it came');
  const panic = incompatibility(joined, decoded.value);
  if (panic !== undefined) {
    const { number } = first;
    return { state, effects: [report({ type: 'peerPanicked', channel, number, text: panic }), { type: 'exit' }] };
  }
  const ledger = ledgerOf(state, channel);
  const envelopes = blockEnvelopes(decoded.value);
  const { blocks, state: world } = ledger;
  const judged = validateTransactions(envelopes, { bundle: joined.bundle, blocks, state: world });
  const checked = state.disk.couch ? withoutBadWriteSets(judged, decoded.value) : judged;
  const filtered = withTransactionsFilter(
    decoded.value,
    checked.map(({ code }) => code),
  );
  const { mspId } = state.disk.signer;
  const sets = blockSets(ledger.state, first.number, envelopes, mspId);
  const { part, remaining } = retrieve(state, ledger.state, sets, joined.pull, ledger.privateStore.sets);
  if (remaining.length > 0) return askNext(state, channel, first.number, remaining, now);
  const committed = commitBlock(ledger, filtered, part);
  if (!committed.ok) {
    // The files of this peer are not what they were: its chain does not lead to the block everyone else has.
    const text = `Cannot commit block to the ledger due to ${committed.error}`;
    const panicked = report({ type: 'peerPanicked', channel, number: first.number, text });
    return { state, effects: [panicked, { type: 'exit' }] };
  }
  const verdicts = verdictsOf(committed.value, checked);
  const txids = committed.value.transactions.map(({ txId }) => txId);
  const transientStore = withoutTransactions(state.disk.transientStore, txids);
  const ledgers = { ...state.disk.ledgers, [channel]: entitleLate(committed.value, mspId) };
  const disk = { ...state.disk, ledgers, transientStore };
  const bundle = nextBundle(joined, committed.value);
  const next = withChannel({ ...state, disk }, channel, { inbox, bundle, pull: undefined });
  return {
    state: next,
    effects: [
      report({ type: 'blockValidated', channel, number: first.number, plugin: 'vscc', verdicts }),
      ...privateFacts(channel, first.number, part, committed.value).map(report),
      { type: 'persist', tag: commitTag(channel, first.number), durable: disk },
    ],
  };
}

export const codeName = (code: number): string =>
  Object.entries(TxValidationCode).find(([, value]) => value === code)?.[0] ?? String(code);

function verdictsOf(
  { transactions, conflicts, codes, ledger, block }: CommittedBlock,
  checked: readonly CheckedCode[],
): readonly TransactionVerdict[] {
  return transactions.map(({ txId }, index) => {
    const conflict = conflicts[index];
    const position = { blockNum: blockNumber(block), txNum: index };
    const because = conflict ? becauseOf(conflict, writerOf(conflict, position, ledger)) : checked[index]?.because;
    const code = codeName(codes[index] ?? TxValidationCode.NOT_VALIDATED);
    return because && code !== 'VALID' ? { txid: txId, code, because } : { txid: txId, code };
  });
}

function nextBundle(joined: PeerChannel, { block, codes }: CommittedBlock): PeerChannel['bundle'] {
  return codes[0] === TxValidationCode.VALID ? (bundleAfter(joined.bundle, block) ?? joined.bundle) : joined.bundle;
}

/** What a config block makes of the channel; undefined for other blocks, and for one that may not be. */
function bundleAfter(bundle: ChannelBundle, block: Block): ChannelBundle | undefined {
  const [envelope] = blockEnvelopes(block);
  if (!isConfigBlock(block) || !envelope) return undefined;
  const parsed = parseEnvelope(envelope);
  const next = parsed.ok ? applyConfigEnvelope(bundle, parsed.value.data) : undefined;
  return next?.ok ? next.value : undefined;
}

/**
 * The last words of a peer that meets a configuration it does not understand: going on would mean to judge otherwise
 * than the rest of the channel. It panics before it commits, and after a restart it meets the block again.
 *
 * @fabric core/peer/peer.go (capabilitiesSupportedOrPanic)
 */
function incompatibility(joined: PeerChannel, block: Block): string | undefined {
  const next = bundleAfter(joined.bundle, block);
  if (!next) return undefined;
  const { channelId, values, application } = next;
  const text =
    unsupportedCapability('Application', application?.capabilities ?? []) ??
    unsupportedCapability('Channel', values.capabilities);
  return text && `[channel ${channelId}] incompatible: ${text}`;
}

/** The disk has the block: it is committed, and everyone who waits is told. */
export function finishCommit(state: PeerState, channel: string, number: number): PeerStepped {
  const joined = state.channels[channel];
  const ledger = ledgerOf(state, channel);
  const stored = ledger.blocks.block(number);
  if (!joined || !stored) return { state, effects: [] };
  const facts: readonly PeerFact[] = [
    committedFact(channel, ledger, stored),
    ...configFacts(joined.bundle, stored),
    ...anchorPeerFacts(joined.bundle, stored),
    ...lifecycleFacts(channel, stored),
  ];
  const event = filteredBlock(channel, stored);
  const events: readonly PeerEffect[] = joined.listeners.map((to) => ({
    type: 'send',
    to,
    message: { type: 'filteredBlock', channel, number, filtered: event },
  }));
  const next = startValidating(withChannel(state, channel, { validating: false }), channel);
  return { state: next.state, effects: [...facts.map(report), ...events, ...next.effects] };
}

function committedFact(channel: string, ledger: ChannelLedger, block: Block): PeerFact {
  const number = blockNumber(block);
  const written = [...ledger.state.namespaces()].filter((namespace) => namespace !== '' && !namespace.includes('$$'));
  const hash = commitHash(block);
  const privateKeys = privateKeyCount(ledger);
  return {
    type: 'blockCommitted',
    channel,
    number,
    hash: hex(blockHash(block)),
    previousHash: hex(previousHash(block)),
    commitHash: hash ? hex(hash) : '',
    verdicts: verdictsOfStored(ledger, block),
    writes: writesOf(block),
    keys: Object.fromEntries(written.map((namespace) => [namespace, ledger.state.keyCount(namespace)])),
    config: isConfigBlock(block),
    ...(privateKeys > 0 && { privateKeys }),
  };
}

function privateKeyCount({ state }: ChannelLedger): number {
  const clear = state
    .namespaces()
    .filter((name) => parseNamespace(name).kind === 'private' && isToldOf(parseNamespace(name).namespace));
  return clear.reduce((sum, name) => sum + state.keyCount(name), 0);
}

function verdictsOfStored(ledger: ChannelLedger, block: Block): readonly TransactionVerdict[] {
  return blockEnvelopes(block).map((bytes, txNum) => {
    const parsed = parseEnvelope(bytes);
    const stored = ledger.blocks.transactionAt({ blockNum: blockNumber(block), txNum });
    return {
      txid: parsed.ok ? parsed.value.channelHeader.txId : '',
      code: codeName(stored?.code ?? TxValidationCode.NOT_VALIDATED),
    };
  });
}

type Writes = (PeerFact & { type: 'blockCommitted' })['writes'];

function writesOf(block: Block): Writes {
  const written = new Map<string, Writes[number]>();
  for (const [txNum, { code, isEndorsed, readWrites }] of ledgerTransactions(block).entries()) {
    if (code !== TxValidationCode.VALID || !isEndorsed) continue;
    const version = versionLabel({ blockNum: blockNumber(block), txNum }) ?? '';
    for (const { namespace, kv } of readWrites ?? [])
      for (const write of kv.writes) {
        const value = isDelete(write) ? null : shown(write.value);
        written.set(`${namespace}\0${write.key}`, { namespace, key: write.key, value, version });
      }
  }
  return [...written.values()];
}
