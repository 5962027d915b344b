/**
 * The change to another leader: who is dissatisfied asks for the next view; with a quorum asking, everyone tells the next
 * leader what it has decided and what it has in flight; the new leader shows a quorum of that to all, and the view begins.
 *
 * @fabric vendor/github.com/hyperledger-labs/SmartBFT/internal/bft/viewchanger.go
 */
import type { Micros } from '../../kernel/time.ts';
import { faultsOf, leaderOf, quorumOf } from './bft-config.ts';
import type { Commit, NewView, Proposal, SignedViewData, ViewChangeMessage, ViewMessage } from './bft-message.ts';
import { proposalDigest, sameProposal, viewMetadata } from './bft-wire.ts';
import type { BftState, View, ViewChange, Vote } from './bft-state.ts';
import { takeDecision } from './decisions.ts';
import { broadcast, type Draft, save, send, tell } from './draft.ts';
import { restartTimers, stopTimers } from './pool.ts';
import { deciding, newView } from './view.ts';
import { checkInFlight, checkViewData, openAll, ownViewData, sequenceOf } from './view-data.ts';

/** So many ticks a proposal of an earlier view waits before its commits are said again. */
const IN_FLIGHT_TICKS = 2;

/** Between two messages that help others along. */
const HELP_INTERVAL: Micros = 1_000_000;

export const freshViewChange = (view: number): ViewChange => ({
  currView: view,
  realView: view,
  nextView: view,
  votes: [],
  viewData: {},
  wanted: {},
  checkTimeout: false,
  startedAt: 0,
  lastResend: 0,
  helpedAt: 0,
  backOff: 1,
  inFlight: undefined,
  postponed: [],
});

const change = ({ state }: Draft, by: Partial<ViewChange>): void => {
  state.viewChange = { ...state.viewChange, ...by };
};

/** Who leads the view that is being changed to. */
const nextLeader = ({ config, viewChange, latest }: BftState): number =>
  leaderOf(config, viewChange.currView, 0, latest.blackList);

/** Asks for the next view, once; false when that is not news. */
export function startViewChange(draft: Draft, view: number, stopView: boolean): boolean {
  const { state, now } = draft;
  const { currView, nextView } = state.viewChange;
  if (view < currView) return false;
  if (nextView === currView + 1) {
    change(draft, { checkTimeout: true });
    return false;
  }
  change(draft, { nextView: currView + 1, startedAt: now, lastResend: now, checkTimeout: true });
  stopTimers(draft);
  tell(draft, { type: 'viewChangeStarted', view: currView + 1 });
  broadcast(draft, { type: 'ViewChange', nextView: currView + 1 });
  if (stopView) draft.tasks.unshift({ type: 'abortView', view: currView });
  return true;
}

export function viewChangeTick(draft: Draft): void {
  const { state, now } = draft;
  const { options } = state.config;
  const { checkTimeout, lastResend, nextView, startedAt, backOff, currView } = state.viewChange;
  const waiting = state.viewChange.inFlight;
  if (waiting) tickInFlight(draft);
  else if (now - lastResend >= options.viewChangeResendInterval && checkTimeout) {
    broadcast(draft, { type: 'ViewChange', nextView });
    change(draft, { lastResend: now });
  }
  if (!checkTimeout || now - startedAt < options.viewChangeTimeout * backOff) return;
  change(draft, { checkTimeout: false, backOff: backOff + 1, inFlight: undefined });
  draft.tasks.push({ type: 'sync' });
  startViewChange(draft, currView, false);
  replayPostponed(draft);
}

export function onViewChangeMessage(draft: Draft, from: number, message: ViewChangeMessage): void {
  const { state } = draft;
  if (state.viewChange.inFlight) {
    change(draft, { postponed: [...state.viewChange.postponed, { from, message }] });
    return;
  }
  if (message.type === 'ViewChange') onViewChange(draft, from, message.nextView);
  else if (message.type === 'ViewData') onViewData(draft, from, message.signed);
  else if (from === nextLeader(state) && state.viewChange.realView < state.viewChange.currView)
    onNewView(draft, message);
}

function replayPostponed(draft: Draft): void {
  const { postponed, inFlight } = draft.state.viewChange;
  if (inFlight || postponed.length === 0) return;
  change(draft, { postponed: [] });
  for (const { from, message } of postponed) onViewChangeMessage(draft, from, message);
}

function onViewChange(draft: Draft, from: number, view: number): void {
  const { state } = draft;
  const { currView, realView, nextView, votes, wanted } = state.viewChange;
  const highest = Math.max(view, wanted[from] ?? 0);
  change(draft, { wanted: { ...wanted, [from]: highest } });
  if (view === currView + 1) {
    if (!votes.includes(from)) change(draft, { votes: [...votes, from] });
    joinViewChange(draft, false);
    return;
  }
  // Whoever is late is helped along with the step it has to take first; not faster than that can be of use.
  const isLate = nextView === currView + 1 && view > realView && view < currView + 1 && highest === view;
  if (!isLate || draft.now - state.viewChange.helpedAt < HELP_INTERVAL) return;
  change(draft, { helpedAt: draft.now });
  broadcast(draft, { type: 'ViewChange', nextView: view });
}

/** Enough of the others want it: this node goes along. @param isRestored it had gone along before it crashed */
export function joinViewChange(draft: Draft, isRestored: boolean): void {
  const { state } = draft;
  const n = state.config.nodes.length;
  const { votes, currView } = state.viewChange;
  const { speedUpViewChange } = state.config.options;
  if (isRestored || (speedUpViewChange && votes.length === faultsOf(n) + 1)) startViewChange(draft, currView, true);
  if (!isRestored && votes.length < quorumOf(n) - 1) return;
  startViewChange(draft, currView, true);
  if (!isRestored) save(draft, { type: 'viewChange', nextView: currView });
  draft.tasks.unshift({ type: 'abortView', view: currView });
  state.view = { ...state.view, phase: 'aborted' };
  change(draft, { currView: currView + 1, votes: [], viewData: {} });
  const mine = ownViewData(draft);
  const leader = nextLeader(state);
  if (leader === state.config.self) change(draft, { viewData: { [leader]: mine } });
  else send(draft, leader, { type: 'ViewData', signed: mine });
}

/** On the leader of the view to come. */
function onViewData(draft: Draft, from: number, signed: SignedViewData): void {
  const { state } = draft;
  if (nextLeader(state) !== state.config.self || signed.signer !== from) return;
  let checked = checkViewData(draft, signed, 'refuseOlder');
  if (checked.type === 'decision') {
    if (takeDecision(draft, checked.decision)) return;
    checked = checkViewData(draft, signed, 'refuseOlder');
  }
  if (checked.type !== 'good' || state.viewChange.viewData[from]) return;
  change(draft, { viewData: { ...state.viewChange.viewData, [from]: signed } });
  showNewView(draft);
}

function showNewView(draft: Draft): void {
  const { state } = draft;
  const { [state.config.self]: _old, ...others } = state.viewChange.viewData;
  const n = state.config.nodes.length;
  // This node's own may have changed by now; it stands first.
  const signed = [ownViewData(draft), ...Object.values(others)];
  if (signed.length < quorumOf(n) || checkInFlight(openAll(signed), n).type === 'undecidable') return;
  const message: NewView = { type: 'NewView', viewData: signed };
  broadcast(draft, message);
  change(draft, { viewData: {} });
  onNewView(draft, message);
}

function onNewView(draft: Draft, message: NewView): void {
  const { state } = draft;
  const validity = validateNewView(draft, message);
  if (validity === 'ahead') draft.tasks.push({ type: 'sync' });
  if (validity !== 'good') return;
  const found = checkInFlight(openAll(message.viewData), state.config.nodes.length);
  if (found.type === 'undecidable') return;
  if (found.type === 'none') {
    beginNewView(draft);
    return;
  }
  if (state.latest.latestSequence < sequenceOf(found.proposal)) decideInFlight(draft, found.proposal, message);
  else if (sameProposal(state.checkpoint.proposal, found.proposal)) beginNewView(draft);
}

/** Takes in decisions this node is one behind with, on the way. */
function validateNewView(draft: Draft, { viewData }: NewView): 'good' | 'bad' | 'ahead' {
  const { state } = draft;
  const seen = new Set<number>();
  for (const signed of viewData) {
    if (seen.has(signed.signer) || !state.config.nodes.includes(signed.signer)) continue;
    seen.add(signed.signer);
    let checked = checkViewData(draft, signed, 'allowOlder');
    if (checked.type === 'decision') {
      if (takeDecision(draft, checked.decision)) return 'bad';
      checked = checkViewData(draft, signed, 'allowOlder');
    }
    if (checked.type === 'ahead') return 'ahead';
    if (checked.type !== 'good') return 'bad';
  }
  return seen.size >= quorumOf(state.config.nodes.length) ? 'good' : 'bad';
}

/** The new view begins for this node. */
export function beginNewView(draft: Draft): void {
  const { state } = draft;
  const { currView } = state.viewChange;
  const { latestSequence } = state.latest;
  save(draft, { type: 'newView', view: currView, seq: latestSequence });
  change(draft, { realView: currView, wanted: {}, checkTimeout: false, backOff: 1, inFlight: undefined });
  draft.tasks.push({ type: 'viewChanged', view: currView, seq: latestSequence + 1 });
  restartTimers(draft);
  replayPostponed(draft);
}

/** What was prepared under an earlier leader is signed and decided first, in the view it belongs to. */
function decideInFlight(draft: Draft, proposal: Proposal, message: NewView): void {
  const { state, application } = draft;
  const { viewId, latestSequence, decisionsInView } = viewMetadata(proposal.metadata);
  const mySignature = application.signProposal(proposal);
  const round = { view: viewId, seq: latestSequence };
  const digest = proposalDigest(proposal);
  const prePrepare = { type: 'PrePrepare', ...round, proposal, prevCommitSignatures: [] } as const;
  const prepare = { type: 'Prepare', ...round, digest, assist: false } as const;
  const commit: Commit = { type: 'Commit', ...round, digest, signature: mySignature, assist: false };
  const view: View = {
    ...newView(viewId, state.config.self, latestSequence, decisionsInView),
    phase: 'prepared',
    proposal,
    mySignature,
    sent: { prepare, commit },
  };
  // The log keeps that this node goes along with the new view; only what is in flight becomes the proposal agreed on.
  save(draft, state.durable.saved ?? { type: 'committing', prePrepare, prepare, commit });
  state.durable = { ...state.durable, inFlight: { proposal, prepared: true } };
  change(draft, { inFlight: { view, ticks: IN_FLIGHT_TICKS, newView: message } });
}

function tickInFlight(draft: Draft): void {
  const { inFlight } = draft.state.viewChange;
  if (!inFlight) return;
  const ticks = inFlight.ticks - 1;
  change(draft, { inFlight: { ...inFlight, ticks } });
  const { commit } = inFlight.view.sent;
  if (ticks === 0 && commit) broadcast(draft, commit);
  if (ticks <= 0) finishInFlight(draft);
}

/** A commit for what is in flight from an earlier view. */
export function onInFlightMessage(draft: Draft, from: number, message: ViewMessage): void {
  const { inFlight } = draft.state.viewChange;
  if (!inFlight || message.type !== 'Commit' || message.signature.signer !== from) return;
  const { view } = inFlight;
  if (message.view !== view.number || message.seq !== view.seq) return;
  const vote: Vote<Commit> = { from, vote: message };
  if (view.current.commits.some((other) => other.from === from)) return;
  const current = { ...view.current, commits: [...view.current.commits, vote] };
  change(draft, { inFlight: { ...inFlight, view: { ...view, current } } });
  finishInFlight(draft);
}

/** Decides what is in flight when its commits are there and this node's own is said; the new view begins then. */
export function finishInFlight(draft: Draft): void {
  const { state } = draft;
  const { inFlight } = state.viewChange;
  if (!inFlight || inFlight.ticks > 0 || draft.saving || state.awaiting.length > 0) return;
  const { proposal, mySignature } = inFlight.view;
  const others = deciding(draft, inFlight.view);
  if (!others || !proposal || !mySignature) return;
  const signatures = [...others, mySignature];
  const by = signatures.map(({ signer }) => signer);
  tell(draft, { type: 'decided', view: inFlight.view.number, seq: inFlight.view.seq, by });
  change(draft, { inFlight: undefined });
  if (!takeDecision(draft, { proposal, signatures })) beginNewView(draft);
}

/** A view began that this node learned of elsewhere. */
export function informNewView(draft: Draft, view: number): void {
  if (view < draft.state.viewChange.currView) return;
  draft.state.viewChange = freshViewChange(view);
  restartTimers(draft);
}
