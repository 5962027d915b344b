/** What became of one call, read from the entries that followed it. */
import type { Entry, FactOf, NodeId } from '../lab-types.ts';

export type CallOutcome =
  | { readonly type: 'answered'; readonly payload: string; readonly peer: NodeId; readonly seq: number }
  | {
      readonly type: 'committed';
      readonly payload: string;
      readonly code: FactOf<'commitStatusReceived'>['code'];
      readonly block: number;
      readonly peer: NodeId;
      readonly channel: string;
      readonly txid: string;
    }
  /** `text` is what the contract, the peers or the client's library say. */
  | { readonly type: 'failed'; readonly text: string; readonly seq: number }
  /** The command has not come to its end yet. */
  | { readonly type: 'open'; readonly seq: number };

/** @param index place of the call in the recording */
export function outcomeOfCall(entries: readonly Entry[], index: number): CallOutcome {
  const start = entries.findIndex(({ fact }) => fact.type === 'commandGiven' && fact.index === index);
  const given = entries[start];
  if (given === undefined) return { type: 'open', seq: 0 };
  const after = entries.slice(start);
  const txid = txidOf(after, given.node);
  const own = after.filter(({ fact }) => !('txid' in fact) || fact.txid === txid);
  return answerIn(own) ?? commitIn(own) ?? failureIn(own, index) ?? { type: 'open', seq: given.seq };
}

/** The transaction the client made for it. */
function txidOf(entries: readonly Entry[], client: NodeId): string {
  const made = entries.find(({ node, fact }) => node === client && fact.type === 'proposalCreated');
  return made?.fact.type === 'proposalCreated' ? made.fact.txid : '';
}

function answerIn(entries: readonly Entry[]): CallOutcome | null {
  for (const { seq, fact } of entries) {
    if (fact.type !== 'queryAnswered') continue;
    return fact.status < 400
      ? { type: 'answered', payload: fact.payload, peer: fact.peer, seq }
      : { type: 'failed', text: fact.message, seq };
  }
  return null;
}

function commitIn(entries: readonly Entry[]): CallOutcome | null {
  for (const { fact } of entries) {
    if (fact.type !== 'commitStatusReceived') continue;
    const { code, block, peer, channel, txid } = fact;
    return { type: 'committed', payload: payloadIn(entries), code, block, peer, channel, txid };
  }
  return null;
}

/** What the chaincode answered where it was run. */
function payloadIn(entries: readonly Entry[]): string {
  const run = entries.find(({ fact }) => fact.type === 'simulationFinished' && fact.status < 400);
  return run?.fact.type === 'simulationFinished' ? run.fact.payload : '';
}

function failureIn(entries: readonly Entry[], index: number): CallOutcome | null {
  const failed = entries.find(({ fact }) => fact.type === 'commandFailed' && fact.index === index);
  if (failed?.fact.type !== 'commandFailed') return null;
  // What the contract threw says more than what the tool makes of it.
  const said = new Set(
    entries.flatMap(({ fact }) => {
      if (fact.type === 'endorsementFailed') return fact.details.map(({ message }) => message);
      return fact.type === 'gatewayCallFailed' ? fact.details.map(({ message }) => message) : [];
    }),
  );
  said.delete('');
  return { type: 'failed', text: [failed.fact.text, ...said].join('\n'), seq: failed.seq };
}
