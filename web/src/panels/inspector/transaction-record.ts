/** Everything the trace says of one transaction up to a moment, put together for the inspector. */
import type { Entry, Fact, InvalidBecause, MessageId, NodeId, ReadWriteSummary } from '../lab-types.ts';

export interface EndorsementRecord {
  readonly peer: NodeId;
  readonly mspId: string;
  /** Status of the proposal response; 200 is success. */
  readonly status: number;
  readonly message: string;
  /** The peer signed; it has not when the chaincode failed. */
  readonly signed: boolean;
  /** The client has it. */
  readonly collected: boolean;
}

export interface VerdictRecord {
  readonly peer: NodeId;
  readonly code: string;
  readonly block: number;
  readonly because: InvalidBecause | null;
}

export interface TransactionRecord {
  readonly txid: string;
  readonly channel: string;
  readonly call: {
    readonly client: NodeId;
    readonly identity: string;
    readonly chaincode: string;
    readonly function: string;
    readonly args: readonly string[];
    readonly transient: readonly string[];
    readonly endorsers: readonly NodeId[];
  } | null;
  readonly endorsements: readonly EndorsementRecord[];
  /** Of the first endorser. */
  readonly rwset: ReadWriteSummary | null;
  /** Endorsers simulated different results. */
  readonly differ: boolean;
  readonly response: { readonly status: number; readonly message: string; readonly payload: string } | null;
  /** Why the client could not make a transaction, or an endorser or orderer said no. */
  readonly problem: string | null;
  readonly submittedTo: NodeId | null;
  readonly broadcast: { readonly status: string; readonly info: string } | null;
  readonly block: number | null;
  readonly verdicts: readonly VerdictRecord[];
  /** As the client was told; null before. */
  readonly code: string | null;
  readonly event: { readonly name: string; readonly payload: string } | null;
  /** Messages that carried it, in order. */
  readonly messages: readonly MessageId[];
  /** Its first entry, and the last that says something new of it. */
  readonly firstSeq: number;
  readonly lastSeq: number;
}

type Draft = { -readonly [K in keyof TransactionRecord]: TransactionRecord[K] } & {
  endorsements: EndorsementRecord[];
  verdicts: VerdictRecord[];
  messages: MessageId[];
  readonly rwsets: Set<string>;
};

const fresh = (txid: string, { seq }: Entry): Draft => ({
  txid,
  channel: '',
  call: null,
  endorsements: [],
  rwset: null,
  differ: false,
  response: null,
  problem: null,
  submittedTo: null,
  broadcast: null,
  block: null,
  verdicts: [],
  code: null,
  event: null,
  messages: [],
  firstSeq: seq,
  lastSeq: seq,
  rwsets: new Set(),
});

function endorse(draft: Draft, peer: NodeId, part: Partial<EndorsementRecord>): void {
  const index = draft.endorsements.findIndex((known) => known.peer === peer);
  const known = draft.endorsements[index];
  const base = known ?? { peer, mspId: '', status: 0, message: '', signed: false, collected: false };
  const next = { ...base, ...part };
  if (known === undefined) draft.endorsements.push(next);
  else draft.endorsements[index] = next;
}

function takeEndorsing(draft: Draft, node: NodeId, fact: Fact): void {
  switch (fact.type) {
    case 'proposalCreated': {
      const { chaincode, function: name, args, identity, transient, endorsers } = fact;
      draft.call = { client: node, identity, chaincode, function: name, args, transient, endorsers };
      return;
    }
    case 'simulationFinished':
      draft.rwset ??= fact.rwset;
      draft.response ??= { status: fact.status, message: fact.message, payload: fact.payload };
      return endorse(draft, node, { status: fact.status, message: fact.message });
    case 'endorsementSigned':
      draft.rwset ??= fact.rwset;
      draft.rwsets.add(JSON.stringify(fact.rwset));
      return endorse(draft, node, { signed: true, mspId: fact.endorser.split(':', 1)[0] ?? '' });
    case 'proposalRefused':
      draft.problem = fact.message;
      return endorse(draft, node, { status: fact.status, message: fact.message });
    case 'endorsementCollected': {
      const { mspId, status, message } = fact;
      return endorse(draft, fact.from, { status, message, collected: true, ...(mspId === '' ? {} : { mspId }) });
    }
    case 'endorsementFailed':
      draft.problem = fact.text;
      return;
    case 'queryAnswered':
      draft.response = { status: fact.status, message: fact.message, payload: fact.payload };
      return;
    default:
  }
}

function takeOrdering(draft: Draft, fact: Fact): void {
  switch (fact.type) {
    case 'envelopeSubmitted':
      draft.submittedTo = fact.orderer;
      return;
    case 'envelopeRefused':
      draft.problem = `${fact.status}: ${fact.info}`;
      return;
    case 'broadcastAnswered':
      draft.broadcast = { status: fact.status, info: fact.info };
      return;
    case 'blockCut':
      draft.block = fact.number;
      return;
    case 'commitStatusReceived':
      draft.code = fact.code;
      draft.block = fact.block;
      return;
    case 'chaincodeEventReceived':
      draft.event = { name: fact.name, payload: fact.payload };
      return;
    default:
  }
}

function takeVerdict(draft: Draft, node: NodeId, fact: Fact): void {
  if (fact.type !== 'blockCommitted') return;
  const verdict = fact.verdicts.find(({ txid }) => txid === draft.txid);
  if (verdict === undefined) return;
  draft.block = fact.number;
  draft.verdicts.push({ peer: node, code: verdict.code, block: fact.number, because: verdict.because ?? null });
}

/** Whether an entry speaks of the transaction. */
export function concerns(fact: Fact, txid: string): boolean {
  if ('txid' in fact) return fact.txid === txid;
  if ('txids' in fact) return fact.txids.includes(txid);
  return fact.type === 'blockCommitted' && fact.verdicts.some((verdict) => verdict.txid === txid);
}

/** Whether the fact says something new of the transaction: that a message left, or another copy was written, does not. */
const isTelling = ({ type }: Fact): boolean => type !== 'messageSent' && type !== 'blockWritten';

/** `entries` are those up to the moment; null when none speaks of the transaction. */
export function transactionRecord(entries: readonly Entry[], txid: string): TransactionRecord | null {
  const told = txid === '' ? [] : entries.filter(({ fact }) => concerns(fact, txid));
  const first = told[0];
  if (first === undefined) return null;
  const draft = fresh(txid, first);
  for (const entry of told) {
    if (isTelling(entry.fact)) draft.lastSeq = entry.seq;
    if ('channel' in entry.fact) draft.channel = entry.fact.channel;
    if (entry.fact.type === 'messageSent') draft.messages.push(entry.fact.message);
    takeEndorsing(draft, entry.node, entry.fact);
    takeOrdering(draft, entry.fact);
    takeVerdict(draft, entry.node, entry.fact);
  }
  const { rwsets, ...record } = draft;
  return { ...record, differ: rwsets.size > 1 };
}

/** `TransferAsset("asset6", "Christopher")`. */
export const callText = ({
  function: name,
  args,
}: {
  readonly function: string;
  readonly args: readonly string[];
}): string => `${name}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`;
