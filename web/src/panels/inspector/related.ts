/** What an entry speaks of that can itself be looked at: the message that was refused, the transaction that failed. Pure. */
import type { Entry, NodeId } from '../lab-types.ts';
import type { Selection } from '../selection.ts';
import { causesOf } from './causes.ts';

export interface Related {
  readonly selection: Selection;
  readonly what: 'message' | 'transaction' | 'block';
  /** The validation code, where that is the reason to look. */
  readonly code: string | null;
}

/** How far back the message that led to an entry is looked for: it is the cause, or the cause of a timer's. */
const STEPS_BACK = 4;
/** A block may hold hundreds of invalid transactions. */
const AT_MOST = 12;

/** The message that came to the entry's node and led to it. */
function messageBehind(entries: readonly Entry[], { seq, node }: Entry): readonly Related[] {
  for (const { fact } of causesOf(entries, seq, STEPS_BACK))
    if (fact.type === 'messageSent' && fact.to === node)
      return [{ selection: { type: 'message', message: fact.message }, what: 'message', code: null }];
  return [];
}

const transaction = (node: NodeId, channel: string, txid: string, code: string | null): Related => ({
  selection: { type: 'transaction', node, channel, txid },
  what: 'transaction',
  code,
});

export function relatedTo(entries: readonly Entry[], entry: Entry): readonly Related[] {
  const { fact, node } = entry;
  switch (fact.type) {
    case 'envelopeRefused':
    case 'proposalRefused':
    case 'blockRejected':
      return messageBehind(entries, entry);
    case 'blockValidated':
    case 'blockCommitted': {
      const { channel, number } = fact;
      const failed = fact.verdicts.filter(({ code, txid }) => code !== 'VALID' && txid !== '').slice(0, AT_MOST);
      const transactions = failed.map(({ txid, code }) => transaction(node, channel, txid, code));
      if (fact.type === 'blockValidated') return transactions;
      return [...transactions, { selection: { type: 'block', node, channel, number }, what: 'block', code: null }];
    }
    case 'commitStatusReceived':
      return [transaction(node, fact.channel, fact.txid, fact.code)];
    case 'endorsementFailed':
      return [transaction(node, fact.channel, fact.txid, null)];
    default:
      return [];
  }
}
