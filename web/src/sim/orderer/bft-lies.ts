/**
 * What a corrupted consenter says instead of what SmartBFT would have it say. It can sign in its own name only.
 */
import { ChainApplication } from './bft-application.ts';
import { twisted } from './bft-proposal.ts';
import type { BftMessage, Proposal } from './bft/bft-message.ts';
import { proposalDigest } from './bft/bft-wire.ts';
import type { ChainContext } from './chain.ts';
import type { Lie } from './lie.ts';
import type { BftChain } from './orderer-state.ts';

export interface Said {
  /** Undefined: nothing is said. */
  readonly said: BftMessage | undefined;
  /** Set where an honest consenter would have said something else. */
  readonly lie: Lie | undefined;
}

/** What the consenter `to` is told. */
export function forUs(chain: BftChain, to: number, message: BftMessage, context: ChainContext): Said {
  const { lie } = context.disk;
  const honest: Said = { said: message, lie: undefined };
  if (lie === 'silent') return { said: undefined, lie: message.type === 'HeartBeat' ? undefined : lie };
  if (lie === 'tamper' && message.type === 'PrePrepare')
    return { said: { ...message, proposal: twisted(message.proposal, 'tampered') }, lie };
  if (lie === 'reorder' && message.type === 'PrePrepare' && otherOrder(message.proposal)) return { said: message, lie };
  return lie === 'equivocate' ? equivocated(chain, to, message, context) : honest;
}

function equivocated(chain: BftChain, to: number, message: BftMessage, context: ChainContext): Said {
  const lie = 'equivocate';
  const honest: Said = { said: message, lie: undefined };
  // Those with a number as even or odd as its own get what it has; the rest gets the opposite order.
  if (to % 2 === chain.bft.config.self % 2) return honest;
  if (message.type === 'PrePrepare') {
    const proposal = otherOrder(message.proposal);
    return proposal ? { said: { ...message, proposal }, lie } : honest;
  }
  if (message.type !== 'Prepare' && message.type !== 'Commit') return honest;
  const { saved } = chain.bft.durable;
  const mine = saved?.type === 'proposed' || saved?.type === 'committing' ? saved.prePrepare : undefined;
  const other = mine?.seq === message.seq && mine.view === message.view ? otherOrder(mine.proposal) : undefined;
  if (!other) return honest;
  const digest = proposalDigest(other);
  if (message.type === 'Prepare') return { said: { ...message, digest }, lie };
  const signature = new ChainApplication(chain, context.disk).signProposal(other);
  return { said: { ...message, digest, signature }, lie };
}

/** Undefined where there is no other order: a block of one envelope. */
function otherOrder(proposal: Proposal): Proposal | undefined {
  const other = twisted(proposal, 'reversed');
  return proposalDigest(other) === proposalDigest(proposal) ? undefined : other;
}
