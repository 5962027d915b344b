/**
 * What a decision brings with it: the ordering node writes it, its requests leave the pool, and a new configuration may
 * change who takes part.
 *
 * @fabric vendor/github.com/hyperledger-labs/SmartBFT/internal/bft/{controller,viewchanger}.go (Deliver, deliverDecision)
 */
import type { Decision } from './bft-state.ts';
import { type Draft, setCheckpoint } from './draft.ts';
import { viewMetadata } from './bft-wire.ts';
import { pruneRequests, removeRequests } from './pool.ts';

/** True when the decision has changed who takes part or the options: everything begins anew then. */
export function takeDecision(draft: Draft, decision: Decision): boolean {
  const { state, tasks } = draft;
  // It may have been fetched from others in the meantime.
  if (viewMetadata(decision.proposal.metadata).latestSequence <= state.latest.latestSequence) return false;
  const requests = draft.application.requestsOf(decision.proposal);
  const sequence = draft.application.verificationSequence;
  const delivered = draft.application.deliver(decision);
  draft.application = delivered.application;
  draft.outputs.push({ type: 'delivered' });
  setCheckpoint(draft, decision);
  forgetInFlight(draft);
  removeRequests(draft, requests);
  if (draft.application.verificationSequence !== sequence) pruneRequests(draft);
  if (!delivered.config) return false;
  state.view = { ...state.view, phase: 'aborted' };
  tasks.push({ type: 'reconfigure', config: delivered.config });
  return true;
}

/** What is decided need not be brought along into another view any more. */
export function forgetInFlight({ state }: Draft): void {
  const { inFlight } = state.durable;
  if (inFlight && viewMetadata(inFlight.proposal.metadata).latestSequence <= state.latest.latestSequence)
    state.durable = { ...state.durable, inFlight: undefined };
}
