/**
 * What consenters bring along into a new view, and what follows from a quorum of it: that a proposal of an earlier view
 * may have been decided somewhere and must be kept, or that none was.
 *
 * @fabric vendor/github.com/hyperledger-labs/SmartBFT/internal/bft/viewchanger.go (ValidateInFlight, ValidateLastDecision,
 *   CheckInFlight)
 * @simplified To SmartBFT a proposal that one consenter has only accepted speaks against another one that a quorum has
 *   prepared; after a leader that told two stories no view would begin any more. Here it does not, as in PBFT.
 */
import { faultsOf, quorumOf } from './bft-config.ts';
import type { Proposal, SignedViewData, ViewData } from './bft-message.ts';
import { decodeViewData, encodeViewData, sameProposal, viewMetadata } from './bft-wire.ts';
import type { Decision } from './bft-state.ts';
import type { Draft } from './draft.ts';

/** This node's own, for the view it is changing to. */
export function ownViewData({ state, application }: Draft): SignedViewData {
  const { proposal, signatures } = state.checkpoint;
  const { inFlight } = state.durable;
  const isOpen =
    inFlight && viewMetadata(inFlight.proposal.metadata).latestSequence === state.latest.latestSequence + 1;
  const raw = encodeViewData({
    nextView: state.viewChange.currView,
    lastDecision: proposal,
    lastDecisionSignatures: signatures,
    inFlight: isOpen ? inFlight.proposal : undefined,
    inFlightPrepared: isOpen === true && inFlight.prepared,
  });
  return { raw, signer: state.config.self, signature: application.sign(raw) };
}

const isGenesis = ({ metadata }: Proposal): boolean => metadata.length === 0;

export const sequenceOf = (proposal: Proposal): number => viewMetadata(proposal.metadata).latestSequence;

export type Checked =
  | { readonly type: 'bad' }
  | { readonly type: 'good' }
  /** The sender is far ahead: whatever it lacks has to be fetched first. */
  | { readonly type: 'ahead' }
  /** One decision ahead, and that is proven: it is to be taken in before the rest is looked at. */
  | { readonly type: 'decision'; readonly decision: Decision };

const BAD: Checked = { type: 'bad' };
const GOOD: Checked = { type: 'good' };

/** @param lets how a last decision older than this node's own is taken: its signature cannot be checked any more */
export function checkViewData(draft: Draft, signed: SignedViewData, lets: 'refuseOlder' | 'allowOlder'): Checked {
  const { state, application } = draft;
  const data = decodeViewData(signed.raw);
  if (!data.ok || data.value.nextView !== state.viewChange.currView) return BAD;
  const { lastDecision, inFlight } = data.value;
  const mine = state.latest.latestSequence;
  const theirs = isGenesis(lastDecision) ? 0 : sequenceOf(lastDecision);
  const fits = !inFlight || (!isGenesis(inFlight) && sequenceOf(inFlight) === theirs + 1);
  if (theirs < mine) return lets === 'allowOlder' && fits ? GOOD : BAD;
  if (!isGenesis(lastDecision) && viewMetadata(lastDecision.metadata).viewId >= data.value.nextView) return BAD;
  if (theirs > mine + 1) return { type: 'ahead' };
  if (theirs === mine + 1) {
    const decision = { proposal: lastDecision, signatures: data.value.lastDecisionSignatures };
    return isDecision(draft, decision) ? { type: 'decision', decision } : BAD;
  }
  const isSigned = application.isFrom(signed.signer, signed.raw, signed.signature);
  const isSame = mine === 0 || sameProposal(lastDecision, state.checkpoint.proposal);
  return isSigned && isSame && fits ? GOOD : BAD;
}

/** Whether a quorum has signed it. */
export function isDecision({ state, application }: Draft, { proposal, signatures }: Decision): boolean {
  const signers = new Set<number>();
  for (const signature of signatures) {
    if (signers.has(signature.signer)) continue;
    if (!application.isSignedBy(signature, proposal)) return false;
    signers.add(signature.signer);
  }
  return signers.size >= quorumOf(state.config.nodes.length);
}

export type InFlight =
  | { readonly type: 'undecidable' }
  | { readonly type: 'none' }
  | { readonly type: 'keep'; readonly proposal: Proposal };

/** What has to become of the place after the last decision, by what `n` consenters' quorum says. */
export function checkInFlight(messages: readonly ViewData[], n: number): InFlight {
  const quorum = quorumOf(n);
  const expected = Math.max(0, ...messages.map(({ lastDecision }) => sequenceOf(lastDecision))) + 1;
  const isAbout = (proposal: Proposal | undefined): proposal is Proposal =>
    proposal !== undefined && sequenceOf(proposal) === expected;
  const possible: Proposal[] = [];
  let without = 0;
  for (const { inFlight, inFlightPrepared } of messages) {
    if (!isAbout(inFlight) || !inFlightPrepared) without++;
    else if (!possible.some((other) => sameProposal(other, inFlight))) possible.push(inFlight);
  }
  for (const proposal of possible) {
    const same = messages.filter(({ inFlight }) => inFlight && sameProposal(inFlight, proposal)).length;
    // Another proposal that was only accepted is no argument against it: at most one of them can have been decided.
    const silent = messages.filter(
      ({ inFlight, inFlightPrepared }) =>
        !isAbout(inFlight) || (!inFlightPrepared && !sameProposal(inFlight, proposal)),
    ).length;
    // f + 1 have accepted it, one of them honest; and a quorum has nothing against it.
    if (same > faultsOf(n) && same + silent >= quorum) return { type: 'keep', proposal };
  }
  return without >= quorum ? { type: 'none' } : { type: 'undecidable' };
}

export function openAll(signed: readonly SignedViewData[]): readonly ViewData[] {
  return signed.flatMap(({ raw }) => {
    const data = decodeViewData(raw);
    return data.ok ? [data.value] : [];
  });
}
