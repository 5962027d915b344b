/**
 * The agreement under one leader, one proposal after the other: the leader proposes, everyone who finds the proposal good
 * prepares, whoever sees a quorum of prepares signs a commit, a quorum of commits decides.
 *
 * @fabric vendor/github.com/hyperledger-labs/SmartBFT/internal/bft/view.go
 * @simplified A message of an older view from the leader is passed over; SmartBFT complains about the leader. A consenter
 *   whose view began again does not accept a second proposal for a place where it accepted one in the same view.
 */
import { equalBytes } from '../../wire/bytes.ts';
import { faultsOf, nextBlackList, quorumOf } from './bft-config.ts';
import type { Commit, PrePrepare, Prepare, Proposal, Signature, ViewMessage, ViewMetadata } from './bft-message.ts';
import { encodeViewMetadata, proposalDigest, sameProposal, signaturesDigest, viewMetadata } from './bft-wire.ts';
import type { Round, View, Vote } from './bft-state.ts';
import { broadcast, type Draft, save, send, tell } from './draft.ts';

export const EMPTY_ROUND: Round = { prePrepare: undefined, prepares: [], commits: [] };
const NOTHING_SENT = { prepare: undefined, commit: undefined };

export const newView = (number: number, leader: number, seq: number, decisionsInView: number): View => ({
  number,
  leader,
  seq,
  reported: seq,
  decisionsInView,
  phase: 'committed',
  proposal: undefined,
  current: EMPTY_ROUND,
  next: EMPTY_ROUND,
  mySignature: undefined,
  sent: NOTHING_SENT,
  sentBefore: NOTHING_SENT,
  strayCommits: {},
});

export function onViewMessage(draft: Draft, from: number, message: ViewMessage): void {
  const { view } = draft.state;
  if (view.phase === 'aborted') return;
  if (message.view !== view.number) {
    onOtherView(draft, from, message);
    return;
  }
  if (message.seq === view.seq - 1) {
    assist(draft, from, message);
    return;
  }
  if (message.seq !== view.seq && message.seq !== view.seq + 1) {
    noteStrayCommit(draft, from, message);
    return;
  }
  const which = message.seq === view.seq ? 'current' : 'next';
  const round = withMessage(view[which], view.leader, from, message, draft.state.config.self);
  if (round === view[which]) return;
  draft.state.view = { ...view, [which]: round };
  advance(draft);
}

function withMessage(round: Round, leader: number, from: number, message: ViewMessage, self: number): Round {
  if (message.type === 'PrePrepare')
    return from !== leader || round.prePrepare ? round : { ...round, prePrepare: message };
  if (from === self) return round;
  if (message.type === 'Prepare') return { ...round, prepares: withVote(round.prepares, from, message) };
  // Nobody votes in another's name.
  return message.signature.signer === from ? { ...round, commits: withVote(round.commits, from, message) } : round;
}

const withVote = <T>(votes: readonly Vote<T>[], from: number, vote: T): readonly Vote<T>[] =>
  votes.some((other) => other.from === from) ? votes : [...votes, { from, vote }];

function onOtherView(draft: Draft, from: number, message: ViewMessage): void {
  const { view } = draft.state;
  if (from !== view.leader) {
    noteStrayCommit(draft, from, message);
    return;
  }
  if (message.view < view.number) return;
  draft.tasks.push({ type: 'complain', view: view.number, stopView: false, why: 'view' }, { type: 'sync' });
  draft.state.view = { ...view, phase: 'aborted' };
}

/** Says again, to one that lags, what was said about the place before. */
function assist(draft: Draft, from: number, message: ViewMessage): void {
  const { sentBefore } = draft.state.view;
  if (message.type === 'PrePrepare' || message.assist) return;
  const again = message.type === 'Prepare' ? sentBefore.prepare : sentBefore.commit;
  if (again) send(draft, from, { ...again, assist: true });
}

/** When f + 1 have signed the same for a later place, one of them is honest and this node has missed something. */
function noteStrayCommit(draft: Draft, from: number, message: ViewMessage): void {
  const { view, config } = draft.state;
  if (message.type !== 'Commit') return;
  const strayCommits = { ...view.strayCommits, [from]: message };
  const isLater = (commit: Commit): boolean =>
    commit.view > view.number || (commit.view === view.number && commit.seq > view.seq);
  const alike = Object.values(strayCommits).filter(
    (commit) => commit.digest === message.digest && commit.view === message.view && commit.seq === message.seq,
  );
  const hasFallenBehind = isLater(message) && alike.length > faultsOf(config.nodes.length);
  draft.state.view = { ...view, strayCommits, ...(hasFallenBehind && { phase: 'aborted' }) };
  if (hasFallenBehind) draft.tasks.push({ type: 'sync' });
}

/** Goes as far as the messages at hand allow. */
export function advance(draft: Draft): void {
  for (let before: View | undefined; before !== draft.state.view; ) {
    before = draft.state.view;
    if (before.phase === 'committed') accept(draft, before);
    else if (before.phase === 'proposed') prepared(draft, before);
    else if (before.phase === 'prepared' && decided(draft, before)) return;
  }
}

function accept(draft: Draft, view: View): void {
  const { prePrepare } = view.current;
  if (!prePrepare) return;
  const flaw = proposalFlaw(draft, view, prePrepare);
  if (flaw !== undefined) {
    tell(draft, { type: 'proposalRefused', view: view.number, leader: view.leader, why: flaw });
    draft.tasks.push({ type: 'complain', view: view.number, stopView: false, why: 'proposal' }, { type: 'sync' });
    draft.state.view = { ...view, phase: 'aborted' };
    return;
  }
  const { proposal } = prePrepare;
  const digest = proposalDigest(proposal);
  const prepare: Prepare = { type: 'Prepare', view: view.number, seq: view.seq, digest, assist: false };
  save(draft, { type: 'proposed', prePrepare, prepare });
  draft.state.view = { ...view, phase: 'proposed', proposal, sent: { prepare, commit: undefined } };
  if (view.leader === draft.state.config.self) {
    tell(draft, { type: 'proposed', view: view.number, seq: view.seq });
    broadcast(draft, prePrepare);
  }
  broadcast(draft, prepare);
}

function prepared(draft: Draft, view: View): void {
  const { proposal, current, sent } = view;
  const { saved } = draft.state.durable;
  if (!proposal || !sent.prepare || saved?.type !== 'proposed') return;
  const { digest } = sent.prepare;
  const by = current.prepares.filter(({ vote }) => vote.digest === digest).map(({ from }) => from);
  const needed = quorumOf(draft.state.config.nodes.length) - 1;
  if (by.length < needed) return;
  const signature = draft.application.signProposal(proposal);
  const round = { view: view.number, seq: view.seq, digest };
  const commit: Commit = { type: 'Commit', ...round, signature, assist: false };
  save(draft, { ...saved, type: 'committing', commit });
  tell(draft, { type: 'prepared', view: view.number, seq: view.seq, by: by.slice(0, needed) });
  draft.state.view = { ...view, phase: 'prepared', mySignature: signature, sent: { ...sent, commit } };
  broadcast(draft, commit);
}

/** The valid commits of others that decide, if they are enough. */
export function deciding({ application, state }: Draft, view: View): readonly Signature[] | undefined {
  const { proposal } = view;
  if (!proposal) return undefined;
  const digest = proposalDigest(proposal);
  const needed = quorumOf(state.config.nodes.length) - 1;
  const alike = view.current.commits.filter(({ vote }) => vote.digest === digest).map(({ vote }) => vote.signature);
  if (alike.length < needed) return undefined;
  const valid = alike.filter((signature) => application.isSignedBy(signature, proposal));
  return valid.length < needed ? undefined : valid.slice(0, needed);
}

/** Everything for a decision is there; the view goes on to the next place once the ordering node has it. */
function decided(draft: Draft, view: View): boolean {
  const { state } = draft;
  const { proposal, mySignature } = view;
  // A decision counts this node's own vote: that has to be on disk.
  if (!proposal || !mySignature || draft.saving || state.awaiting.length > 0) return false;
  const others = deciding(draft, view);
  if (!others) return false;
  const signatures = [...others, mySignature];
  const by = signatures.map(({ signer }) => signer);
  tell(draft, { type: 'decided', view: view.number, seq: view.seq, by });
  state.view = {
    ...view,
    seq: view.seq + 1,
    reported: view.seq,
    decisionsInView: view.decisionsInView + 1,
    phase: 'committed',
    proposal: undefined,
    mySignature: undefined,
    current: view.next,
    next: EMPTY_ROUND,
    sent: NOTHING_SENT,
    sentBefore: view.sent,
  };
  draft.tasks.unshift({ type: 'decide', decision: { proposal, signatures } });
  return true;
}

/** What is wrong with a proposal of the leader. */
function proposalFlaw(draft: Draft, view: View, { proposal, prevCommitSignatures }: PrePrepare): string | undefined {
  const { application, state } = draft;
  const { inFlight } = state.durable;
  const verified = application.verifyProposal(proposal);
  if (!verified.ok) return verified.error;
  const metadata = viewMetadata(proposal.metadata);
  if (metadata.viewId !== view.number) return 'invalid view number';
  if (metadata.latestSequence !== view.seq) return 'invalid proposal sequence';
  if (metadata.decisionsInView !== view.decisionsInView) return 'invalid decisions in view';
  if (proposal.verificationSequence !== application.verificationSequence) return 'verification sequence mismatch';
  const accepted = inFlight && viewMetadata(inFlight.proposal.metadata);
  const isSecond = accepted?.viewId === view.number && accepted.latestSequence === view.seq;
  if (isSecond && !sameProposal(inFlight?.proposal ?? proposal, proposal))
    return 'another proposal was accepted before';
  return state.config.options.decisionsPerLeader > 0
    ? rotationFlaw(draft, view, metadata, prevCommitSignatures)
    : blackListFlaw(metadata);
}

const blackListFlaw = ({ blackList }: ViewMetadata): string | undefined =>
  blackList.length > 0 ? `rotation is inactive but blacklist is not empty: ${blackList.join(' ')}` : undefined;

function rotationFlaw(
  draft: Draft,
  view: View,
  metadata: ViewMetadata,
  previous: readonly Signature[],
): string | undefined {
  const { application, state } = draft;
  const { proposal } = state.checkpoint;
  const isSameConfig = proposal.verificationSequence === application.verificationSequence;
  const forged = isSameConfig && previous.find((signature) => !application.isSignedBy(signature, proposal));
  if (forged) return `failed verifying consenter signature of ${forged.signer}`;
  const expected = blackListFor(draft, view);
  const isExpected =
    expected.length === metadata.blackList.length && expected.every((node, i) => node === metadata.blackList[i]);
  if (!isExpected)
    return `proposed blacklist [${metadata.blackList.join(' ')}] differs from expected [${expected.join(' ')}] blacklist`;
  return equalBytes(signaturesDigest(previous), metadata.prevCommitSignatureDigest)
    ? undefined
    : 'prev commit signatures received from leader mismatches the metadata digest';
}

/** A change of configuration leaves the list as it was. */
function blackListFor({ application, state }: Draft, view: View): readonly number[] {
  const isSameConfig = state.checkpoint.proposal.verificationSequence === application.verificationSequence;
  return isSameConfig ? nextBlackList(state.config, state.latest, view.number, view.leader) : state.latest.blackList;
}

/** On the leader: proposes `requests` for the next place. */
export function propose(draft: Draft, requests: readonly Uint8Array[]): void {
  const { state } = draft;
  const { view } = state;
  const rotates = state.config.options.decisionsPerLeader > 0;
  const previous = rotates ? state.checkpoint.signatures : [];
  const metadata: ViewMetadata = {
    viewId: view.number,
    latestSequence: view.seq,
    decisionsInView: view.decisionsInView,
    blackList: rotates ? blackListFor(draft, view) : [],
    prevCommitSignatureDigest: signaturesDigest(previous),
  };
  const proposal: Proposal = draft.application.assemble(encodeViewMetadata(metadata), requests);
  const round = { view: view.number, seq: view.seq };
  onViewMessage(draft, view.leader, { type: 'PrePrepare', ...round, proposal, prevCommitSignatures: previous });
}
